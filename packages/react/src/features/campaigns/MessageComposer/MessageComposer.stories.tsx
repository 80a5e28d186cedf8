import type { Meta, StoryObj } from '@storybook/react-vite'
import { fn } from 'storybook/test'
import { backend, dark, narrow } from '../../../../.storybook/story-hub.ts'
import { MessageComposer } from '../../../campaigns.ts'
import { campaignBackend, customers } from '../campaign-stories.ts'

const meta = {
  title: 'Campaigns/MessageComposer',
  component: MessageComposer,
  args: {
    model: customers,
    priceMicros: 7900,
    onMessageChange: fn(),
    defaultValue: {
      message: 'Hi {{name|there}}, 20% off until Sunday.',
      senderName: 'Acme',
      optOutLine: 'Reply STOP to opt out',
    },
  },
  parameters: backend(() => campaignBackend()),
} satisfies Meta<typeof MessageComposer>

export default meta
type Story = StoryObj<typeof meta>

export const Written: Story = {
  play: async ({ canvas }) => void (await canvas.findByText(/^Acme: Hi /)),
}
export const Dark: Story = { ...Written, globals: dark }
export const Narrow: Story = { ...Written, globals: narrow }
export const Unicode: Story = {
  args: { defaultValue: { message: 'It’s here – “at last” 👩‍👩‍👧' } },
  play: async ({ canvas }) => void (await canvas.findByText('Unicode text (UCS-2)')),
}
export const UnknownField: Story = {
  args: { defaultValue: { message: 'Hi {{nickname}}' } },
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
}
export const TooLong: Story = {
  args: { defaultValue: { message: 'a'.repeat(5000) } },
  play: async ({ canvas }) => void (await canvas.findByText(/5,000 characters are too many/)),
}
