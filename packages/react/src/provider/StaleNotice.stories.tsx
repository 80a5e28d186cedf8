import { HubNetworkError } from '@headwater/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { StaleNotice } from './index.ts'

const meta = {
  title: 'Provider/StaleNotice',
  component: StaleNotice,
  args: {
    error: new HubNetworkError('The server could not be reached. Check the connection and try again.'),
    fetchedAt: '2026-01-02T09:00:00.000Z',
    onRetry: fn(),
  },
} satisfies Meta<typeof StaleNotice>

export default meta
type Story = StoryObj<typeof meta>

export const Stale: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledOnce()
  },
}

export const Dark: Story = { globals: dark }

export const Narrow: Story = { globals: narrow }
