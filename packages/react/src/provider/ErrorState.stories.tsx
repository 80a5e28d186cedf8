import { HubApiError, HubNetworkError, HubTimeoutError, HubValidationError } from '@headwater/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { ErrorState } from '../index.ts'

const requestId = '0192f3a4-7c1e-7d30-9f0a-3b6f6f1f2a55'

function refused(status: number, message: string): HubApiError {
  return new HubApiError({ status, code: 'REFUSED', message }, { requestId })
}

const meta = {
  title: 'Provider/ErrorState',
  component: ErrorState,
  args: {
    error: refused(503, 'The data hub is being updated. Your data is safe. Try again in a minute.'),
    onRetry: fn(),
  },
} satisfies Meta<typeof ErrorState>

export default meta
type Story = StoryObj<typeof ErrorState>

export const Refused: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledOnce()
    await expect(canvas.getByRole('button', { name: 'Copy the request id' })).toBeVisible()
  },
}

export const RefusedDark: Story = { globals: dark }

export const RefusedNarrow: Story = { globals: narrow }

/** Trying again would not help. */
export const WithoutRetry: Story = { args: { onRetry: undefined } }

export const SignedOut: Story = { args: { error: refused(401, 'Sign in and try again.') } }

export const Forbidden: Story = {
  args: { error: refused(403, 'Only the owner of this model can change it. Ask them, or make a copy.') },
}

export const Gone: Story = {
  args: { error: refused(404, 'This does not exist, or you may not use it.'), onRetry: undefined },
}

export const Network: Story = {
  args: {
    error: new HubNetworkError('The server could not be reached. Check the connection and try again.'),
  },
}

export const Timeout: Story = {
  args: { error: new HubTimeoutError('The server took over 45 s. Try again, or raise timeoutMs.') },
}

export const Mismatch: Story = {
  args: {
    error: new HubValidationError(
      'The answer to dataModels.list does not match its contract. Bring client and functions to the same version.',
    ),
  },
}

/** A fault of the page itself: its message is for developers, and is not shown. */
export const Unknown: Story = {
  args: { error: new TypeError('Cannot read properties of undefined') },
  play: async ({ canvas }) => {
    await expect(canvas.queryByText(/undefined/)).toBeNull()
  },
}
