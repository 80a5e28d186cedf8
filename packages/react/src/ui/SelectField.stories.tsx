import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { dark } from '../../.storybook/story-hub.ts'
import { SelectField } from '../index.ts'

const meta = {
  title: 'UI/SelectField',
  component: SelectField,
  args: {
    label: 'Visible to',
    onChange: fn(),
    children: (
      <>
        <option value="private">Only you</option>
        <option value="agency">Your agency</option>
      </>
    ),
  },
} satisfies Meta<typeof SelectField>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Visible to' }), 'Your agency')
    await expect(args.onChange).toHaveBeenCalledOnce()
    await expect(canvas.getByRole('combobox')).toHaveValue('agency')
  },
}

export const Fault: Story = {
  args: { error: 'Choose who sees the model.' },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('combobox')).toHaveAccessibleDescription('Choose who sees the model.')
  },
}

export const Dark: Story = { globals: dark, args: { hint: 'You can change it later.' } }

export const ManyOptions: Story = {
  args: {
    label: 'Field',
    children: Array.from({ length: 500 }, (_, index) => <option key={index}>{`answer_${index + 1}`}</option>),
  },
}
