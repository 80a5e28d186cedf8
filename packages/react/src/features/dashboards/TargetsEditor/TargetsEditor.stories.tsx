import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { TargetsEditor } from '../../../dashboards.ts'
import { sampleDashboards } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/TargetsEditor',
  component: TargetsEditor,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards({ workspaces: 9 })),
} satisfies Meta<typeof TargetsEditor>

export default meta
type Story = StoryObj<typeof TargetsEditor>

export const Default: Story = {
  play: async ({ canvas }) => void (await canvas.findByText('Alder Analytics')),
}

export const Dark: Story = { ...Default, globals: dark }

export const Narrow: Story = { ...Default, globals: narrow }

/** Money needs its currency, and an amount is an amount. */
export const Faults: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Targets of Hazel Partners' }))
    await userEvent.type(canvas.getByLabelText('Leads wanted a month'), '12.5')
    await userEvent.type(canvas.getByLabelText('Price per lead'), '4o')
    await userEvent.click(canvas.getByRole('button', { name: 'Save targets' }))
    await expect(canvas.getByLabelText('Leads wanted a month')).toHaveAccessibleDescription(/whole number/)
    await expect(canvas.getByLabelText('Price per lead')).toHaveAccessibleDescription(/an amount/)
    await expect(canvas.getByLabelText('Currency')).toHaveAccessibleDescription(/three letters/)
  },
}

export const FaultsNarrow: Story = { ...Faults, globals: narrow }

export const NotConnected: Story = { parameters: backend(() => sampleDashboards({ workspaces: 0 })) }

export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }
