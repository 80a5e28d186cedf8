import { sampleCampaign } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { fn } from 'storybook/test'
import { backend, dark, narrow } from '../../../../.storybook/story-hub.ts'
import { GuidedBulkSMSFlow } from '../../../campaigns.ts'
import { campaignBackend, customers, providerId } from '../campaign-stories.ts'

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
export const Paused: Story = {
  parameters: backend(() => campaignBackend({ campaigns: [running] })),
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: 'Resume' })),
}
