import type { Meta, StoryObj } from '@storybook/react-vite'
import { Ellipsis, FolderOpen, Pencil, Trash2 } from 'lucide-react'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { dark } from '../../.storybook/story-hub.ts'
import { IconButton, Menu } from './index.ts'

const onDelete = fn()

const meta = {
  title: 'UI/Menu',
  component: Menu,
  args: {
    trigger: (
      <IconButton label="Actions for Customers" icon={<Ellipsis className="hub-icon" aria-hidden />} />
    ),
    items: [
      { label: 'Open', icon: <FolderOpen className="hub-icon" />, onSelect: fn() },
      { label: 'Edit', icon: <Pencil className="hub-icon" />, onSelect: fn() },
      { label: 'Delete', icon: <Trash2 className="hub-icon" />, tone: 'danger', onSelect: onDelete },
    ],
  },
} satisfies Meta<typeof Menu>

export default meta
type Story = StoryObj<typeof meta>

export const Closed: Story = {}

/** Opens with Enter, moves with arrows and first letters, closes with Escape. */
export const ByKeyboard: Story = {
  play: async ({ canvas }) => {
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await canvas.findByRole('menu')
    await userEvent.keyboard('d')
    await waitFor(() => expect(canvas.getByRole('menuitem', { name: 'Delete' })).toHaveFocus())
    await userEvent.keyboard('{Enter}')
    await expect(onDelete).toHaveBeenCalledOnce()
    await waitFor(() => expect(canvas.getByRole('button')).toHaveFocus())
  },
}

export const Open: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button'))
    await canvas.findByRole('menu')
  },
}

export const OpenDark: Story = { ...Open, globals: dark }
