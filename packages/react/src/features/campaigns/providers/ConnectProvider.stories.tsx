import type { Meta, StoryObj } from '@storybook/react-vite'
import { fn, userEvent, within } from 'storybook/test'
import { backend, dark, narrow } from '../../../../.storybook/story-hub.ts'
import { ConnectProvider } from '../../../campaigns.ts'
import { campaignBackend } from '../campaign-stories.ts'

const meta = {
  title: 'Campaigns/ConnectProvider',
  component: ConnectProvider,
  args: { onConnected: fn() },
  parameters: backend(() => campaignBackend({ providers: [] })),
} satisfies Meta<typeof ConnectProvider>

export default meta
type Story = StoryObj<typeof meta>

export const Open: Story = {
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Connect an account' }))
    await within(canvasElement.ownerDocument.body).findByLabelText('Account SID')
  },
}
export const Faults: Story = {
  play: async (context) => {
    await Open.play?.(context)
    const body = within(context.canvasElement.ownerDocument.body)
    await userEvent.click(body.getByRole('button', { name: 'Connect' }))
    await body.findByText('Enter the auth token.')
  },
}
export const FaultsDark: Story = { ...Faults, globals: dark }
export const FaultsNarrow: Story = { ...Faults, globals: narrow }
