import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { dark } from '../../../../.storybook/story-hub.ts'
import { RefreshButton } from '../../../dashboards.ts'

const meta = {
  title: 'Freshness/RefreshButton',
  component: RefreshButton,
  args: { onRefresh: fn(), onCancel: fn() },
} satisfies Meta<typeof RefreshButton>

export default meta
type Story = StoryObj<typeof meta>

export const Idle: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Refresh' }))
    await expect(args.onRefresh).toHaveBeenCalledOnce()
  },
}

export const Starting: Story = {
  args: { progress: { state: 'refreshing', done: 0, expected: 0, failed: [] } },
}

const failed = {
  id: '1',
  name: 'Alder',
  asOf: null,
  code: 'VENDOR_TIMEOUT',
  message: 'Email Bison took too long.',
}

export const Halfway: Story = {
  args: { progress: { state: 'refreshing', done: 12, expected: 27, failed: [failed] } },
  play: async ({ args, canvas }) => {
    await expect(canvas.getByText('12 of 27 workspaces · 1 failed')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }))
    await expect(args.onCancel).toHaveBeenCalledOnce()
  },
}

export const HalfwayDark: Story = { ...Halfway, globals: dark }

export const Disabled: Story = { args: { disabled: true } }
