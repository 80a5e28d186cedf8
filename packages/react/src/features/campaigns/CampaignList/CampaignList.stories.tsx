import { sampleCampaign } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { CampaignList } from '../../../campaigns.ts'
import { campaignBackend } from '../campaign-stories.ts'

const counters = {
  recipients: 1200,
  pending: 900,
  delivered: 280,
  failed: 20,
  segments: 300,
  cost_micros: 2_370_000,
}
const some = () =>
  campaignBackend({
    perRead: 0,
    campaigns: [
      sampleCampaign({ name: 'Opening hours in December', status: 'active', counters }, 2),
      sampleCampaign({ name: 'Spring offer', description: 'Twenty percent until Sunday.' }),
      sampleCampaign(
        {
          name: 'Welcome to everyone who joined in the northern region since the new shop was opened',
          status: 'completed',
          counters: { recipients: 4963, delivered: 4800, failed: 163, cost_micros: 39_207_700 },
        },
        3,
      ),
      sampleCampaign(
        {
          name: 'Reminder',
          status: 'paused',
          status_message: 'The vendor refuses the credentials.',
          counters,
        },
        4,
      ),
    ],
  })

const meta = {
  title: 'Campaigns/CampaignList',
  component: CampaignList,
  args: { onOpenCampaign: fn(), onCreateCampaign: fn() },
  parameters: backend(some),
} satisfies Meta<typeof CampaignList>

export default meta
type Story = StoryObj<typeof meta>

export const Few: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Spring offer' }))
    await expect(args.onOpenCampaign).toHaveBeenCalledOnce()
  },
}
export const Dark: Story = {
  globals: dark,
  play: async ({ canvas }) => void (await canvas.findByText('Reminder')),
}
export const Narrow: Story = {
  globals: narrow,
  play: async ({ canvas }) => void (await canvas.findByText('Reminder')),
}
export const Empty: Story = {
  parameters: backend(() => campaignBackend()),
  play: async ({ canvas }) => void (await canvas.findByText('No campaigns yet')),
}
export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }
export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
}
