import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { backend, dark, failing, narrow } from '../../../../.storybook/story-hub.ts'
import { AudienceBuilder } from '../../../campaigns.ts'
import { campaignBackend, customers } from '../campaign-stories.ts'

const meta = {
  title: 'Campaigns/AudienceBuilder',
  component: AudienceBuilder,
  args: {
    model: customers,
    onAudienceChange: fn(),
    defaultValue: {
      combinator: 'and',
      rules: [
        { field: 'plan', operator: 'in', value: ['Team', 'Business'] },
        { field: 'spent', operator: 'between', value: [10, 5000] },
        {
          combinator: 'or',
          rules: [
            { field: 'since', operator: 'inLast', value: { amount: 6, unit: 'months' } },
            { field: 'name', operator: 'beginsWith', value: 'A' },
          ],
        },
      ],
    },
  },
  parameters: backend(() => campaignBackend()),
} satisfies Meta<typeof AudienceBuilder>

export default meta
type Story = StoryObj<typeof meta>

export const Rules: Story = {
  play: async ({ canvas }) => void (await canvas.findByText(/records? match/)),
}
export const Dark: Story = { ...Rules, globals: dark }
export const Narrow: Story = { ...Rules, globals: narrow }
export const Everyone: Story = {
  args: { defaultValue: { combinator: 'and', rules: [] } },
  play: async ({ args, canvas }) => {
    await canvas.findByText('400')
    await userEvent.click(canvas.getByRole('button', { name: 'Add rule' }))
    await expect(args.onAudienceChange).toHaveBeenCalledOnce()
  },
}
export const Nobody: Story = {
  args: { defaultValue: { combinator: 'and', rules: [{ field: 'name', operator: '=', value: 'Nobody' }] } },
  play: async ({ canvas }) => void (await canvas.findByText(/^Nobody matches/)),
}
export const DeletedField: Story = {
  args: { defaultValue: { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'Berlin' }] } },
  play: async ({ canvas }) => void (await canvas.findByText(/no field “city” any more/)),
}
export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('POST') })),
  play: async ({ canvas }) => void (await canvas.findByRole('alert')),
}
