import type { Meta, StoryObj } from '@storybook/react-vite'
import { Pencil, Plus } from 'lucide-react'
import { expect, fn, userEvent } from 'storybook/test'
import { dark } from '../../.storybook/story-hub.ts'
import { Button } from '../index.ts'
import { IconButton } from './index.ts'

const meta = {
  title: 'UI/Button',
  component: Button,
  args: { children: 'Save model', onClick: fn() },
} satisfies Meta<typeof Button>

export default meta
type Story = StoryObj<typeof meta>

export const Secondary: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.tab()
    await expect(canvas.getByRole('button')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect(args.onClick).toHaveBeenCalledOnce()
  },
}

export const Primary: Story = {
  args: { variant: 'primary', icon: <Plus className="hub-icon" aria-hidden />, children: 'New model' },
}

export const Ghost: Story = { args: { variant: 'ghost', children: 'Change file' } }

export const Danger: Story = { args: { variant: 'danger', children: 'Delete 3 models' } }

/** Keeps its place and the focus, and takes no second click. */
export const Busy: Story = {
  args: { variant: 'primary', busy: true },
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button'))
    await expect(args.onClick).not.toHaveBeenCalled()
  },
}

export const Disabled: Story = { args: { disabled: true } }

export const IconAlone: Story = {
  render: () => <IconButton label="Edit record" icon={<Pencil className="hub-icon" aria-hidden />} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Edit record' })).toBeVisible()
  },
}

const all = () => (
  <div className="hub-row">
    <Button variant="primary">Save model</Button>
    <Button>Cancel</Button>
    <Button variant="ghost">Clear</Button>
    <Button variant="danger">Delete 3 models</Button>
    <Button variant="primary" busy>
      Save model
    </Button>
    <Button disabled>Export CSV</Button>
    <IconButton label="Edit record" icon={<Pencil className="hub-icon" aria-hidden />} />
  </div>
)

export const All: Story = { render: all }

export const AllDark: Story = { render: all, globals: dark }
