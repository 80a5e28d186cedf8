import { sampleCampaign, sampleProvider } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { fn, userEvent } from 'storybook/test'
import { backend, dark, narrow } from '../../../../.storybook/story-hub.ts'
import { GuidedBulkSMSFlow } from '../../../campaigns.ts'
import { campaignBackend, customers, providerId, withCampaigns } from '../campaign-stories.ts'

const draft = sampleCampaign({
  data_model_id: customers.id,
  provider_id: providerId,
  target_criteria: { combinator: 'and', rules: [] },
})
const running = sampleCampaign({
  status: 'paused',
  counters: { recipients: 400, pending: 250, delivered: 130, failed: 14, suppressed: 6 },
})

const meta = {
  title: 'Campaigns/GuidedBulkSMSFlow',
  component: GuidedBulkSMSFlow,
  args: { campaignId: draft.id, onSent: fn() },
  parameters: backend(() => campaignBackend({ campaigns: [draft] })),
} satisfies Meta<typeof GuidedBulkSMSFlow>

export default meta
type Story = StoryObj<typeof meta>

export const Source: Story = {
  play: async ({ canvas }) => void (await canvas.findByLabelText('Campaign name')),
}
export const SourceWithoutAccount: Story = {
  args: { campaignId: undefined },
  parameters: backend(() => campaignBackend({ providers: [] })),
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: 'Connect an account' })),
}
export const Audience: Story = {
  args: { step: 'audience' },
  play: async ({ canvas }) => void (await canvas.findByText('400')),
}
export const Message: Story = {
  args: { step: 'message' },
  play: async ({ canvas }) => void (await canvas.findByLabelText('Message')),
}
export const Schedule: Story = {
  args: { step: 'schedule' },
  play: async ({ canvas }) => void (await canvas.findByText('Hold messages at night')),
}
export const Review: Story = {
  args: { step: 'review' },
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: /^Send to/ })),
}
export const ReviewDark: Story = { ...Review, globals: dark }
export const ReviewNarrow: Story = { ...Review, globals: narrow }
/** Somebody else wrote in the same draft. */
export const Clash: Story = {
  args: { step: 'message' },
  parameters: backend(() => {
    const { campaigns, options } = withCampaigns({ campaigns: [draft] })
    const updated_at = '2026-01-05T09:00:01.000Z'
    return {
      ...options,
      fail(request) {
        if (request.method === 'PUT')
          campaigns.state.campaigns = [{ ...draft, message: 'Hi, all of spring is 30 % off.', updated_at }]
        return campaigns.answer(request)
      },
    }
  }),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Message'), ' Until Sunday.')
    await canvas.findByRole('button', { name: 'Keep mine' })
  },
}
export const ClashNarrow: Story = { ...Clash, globals: narrow }
/** The vendor can't be reached. */
export const Waiting: Story = {
  parameters: backend(() =>
    campaignBackend({
      campaigns: [{ ...running, status: 'active', provider_id: providerId }],
      providers: [sampleProvider({ name: 'Main line', paused_until: '2031-01-01T09:00:00.000Z' })],
      perRead: 0,
    }),
  ),
  play: async ({ canvas }) => void (await canvas.findByText('Main line can’t be reached')),
}
export const Paused: Story = {
  parameters: backend(() => campaignBackend({ campaigns: [running] })),
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: 'Resume' })),
}
