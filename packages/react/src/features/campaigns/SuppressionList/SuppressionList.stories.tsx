import type { Meta, StoryObj } from '@storybook/react-vite'
import { sampleUser } from '@headwater/core/testing'
import { backend, dark, narrow } from '../../../../.storybook/story-hub.ts'
import { SuppressionList } from '../../../campaigns.ts'
import { campaignBackend } from '../campaign-stories.ts'

const reasons = ['opted_out', 'manual', 'invalid'] as const
const sources = ['inbound', 'user', 'vendor'] as const
const some = () =>
  campaignBackend({
    suppressions: Array.from({ length: 9 }, (_, index) => ({
      id: `00000010-0000-4000-8000-${String(index).padStart(12, '0')}`,
      agency_id: sampleUser.agencyId,
      channel: 'sms' as const,
      address: `+1201555010${index}`,
      reason: reasons[index % 3] ?? 'manual',
      source: sources[index % 3] ?? 'user',
      note: null,
      created_at: '2026-01-05T09:00:00.000Z',
    })),
  })

const meta = {
  title: 'Campaigns/SuppressionList',
  component: SuppressionList,
  parameters: backend(some),
} satisfies Meta<typeof SuppressionList>

export default meta
type Story = StoryObj<typeof meta>

export const Some: Story = { play: async ({ canvas }) => void (await canvas.findByText('+12015550100')) }
export const Dark: Story = { ...Some, globals: dark }
export const Narrow: Story = { ...Some, globals: narrow }
export const Empty: Story = {
  parameters: backend(() => campaignBackend()),
  play: async ({ canvas }) => void (await canvas.findByText('No numbers here')),
}
