import { sampleCampaign } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { CampaignAnalytics } from '../../../campaigns.ts'
import { campaignBackend } from '../campaign-stories.ts'

const sent = sampleCampaign({
  status: 'completed',
  counters: {
    recipients: 400,
    delivered: 362,
    sent: 6,
    failed: 20,
    suppressed: 12,
    skipped: 9,
    segments: 368,
    cost_micros: 2_907_200,
  },
})
const draft = sampleCampaign()

const meta = {
  title: 'Campaigns/CampaignAnalytics',
  component: CampaignAnalytics,
  args: { campaignId: sent.id },
  parameters: backend(() => campaignBackend({ campaigns: [sent] })),
} satisfies Meta<typeof CampaignAnalytics>

export default meta
type Story = StoryObj<typeof meta>

export const Sent: Story = {
  play: async ({ canvas }) => void (await canvas.findByText('Delivered of accepted')),
}
export const Dark: Story = { ...Sent, globals: dark }
export const Narrow: Story = { ...Sent, globals: narrow }
export const NothingSent: Story = {
  ...Sent,
  parameters: backend(() => campaignBackend({ campaigns: [draft] })),
}
export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }
export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => void (await canvas.findAllByRole('alert')),
}
