import { sampleProvider } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { backend, dark, failing, narrow } from '../../../../.storybook/story-hub.ts'
import { ProviderList } from '../../../campaigns.ts'
import { campaignBackend } from '../campaign-stories.ts'

const id = (n: number) => `00000008-0000-4000-8000-00000000000${n}`
const twilio = { kind: 'twilio', has_credentials: true } as const
const accounts = [
  sampleProvider({ ...twilio, id: id(1), name: 'Main line', segments_per_second: 100 }),
  sampleProvider({
    ...twilio,
    id: id(2),
    name: 'Toll-free',
    paused_until: '2031-01-01T09:00:00.000Z',
    last_error: 'The vendor can’t be reached.',
  }),
  sampleProvider({
    ...twilio,
    id: id(3),
    name: 'Old line',
    last_error: 'The vendor refused the credentials.',
  }),
  sampleProvider({ id: id(4), price_micros: 0 }),
]

const meta = {
  title: 'Campaigns/ProviderList',
  component: ProviderList,
  parameters: backend(() => campaignBackend({ providers: accounts })),
} satisfies Meta<typeof ProviderList>

export default meta
type Story = StoryObj<typeof meta>

export const Some: Story = { play: async ({ canvas }) => void (await canvas.findByText('Main line')) }
export const Dark: Story = { ...Some, globals: dark }
export const Narrow: Story = { ...Some, globals: narrow }
export const Empty: Story = {
  parameters: backend(() => campaignBackend({ providers: [] })),
  play: async ({ canvas }) => void (await canvas.findByText('No account to send by')),
}
export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
}
