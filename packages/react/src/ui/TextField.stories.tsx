import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { dark } from '../../.storybook/story-hub.ts'
import { TextField } from '../index.ts'
import { CheckboxField, SearchField, TextAreaField } from './index.ts'

const meta = {
  title: 'UI/TextField',
  component: TextField,
  args: { label: 'Name', placeholder: 'Customers' },
} satisfies Meta<typeof TextField>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Name' }), 'Orders')
    await expect(canvas.getByRole('textbox')).toHaveValue('Orders')
  },
}

export const Hint: Story = {
  args: { label: 'Description', hint: 'Optional. What the records are and where they come from.' },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('textbox')).toHaveAccessibleDescription(/Optional/)
  },
}

export const Fault: Story = {
  args: {
    label: 'Spent',
    defaultValue: '12,5o',
    hint: 'In euro.',
    error: 'Spent is “12,5o”. Expected a number.',
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('textbox')).toBeInvalid()
    await expect(canvas.getByRole('textbox')).toHaveAccessibleDescription(/Expected a number/)
  },
}

export const Disabled: Story = { args: { disabled: true, defaultValue: 'Orders' } }

export const HiddenLabel: Story = {
  args: { hideLabel: true, label: 'Field name', placeholder: 'Field name' },
}

const fields = () => (
  <div className="hub-stack" style={{ maxWidth: 400 }}>
    <SearchField label="Search models" />
    <TextField label="Name" defaultValue="Orders" />
    <TextField label="Spent" defaultValue="12,5o" error="Spent is “12,5o”. Expected a number." />
    <TextAreaField label="Options" hint="One a line." defaultValue={'Free\nTeam\nBusiness'} />
    <CheckboxField label="Required" defaultChecked />
    <TextField label="Owner" defaultValue="Ada Lovelace" disabled />
  </div>
)

export const EveryField: Story = { render: fields }

export const EveryFieldDark: Story = { render: fields, globals: dark }
