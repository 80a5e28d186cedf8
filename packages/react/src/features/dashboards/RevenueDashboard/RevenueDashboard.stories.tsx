import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { RevenueDashboard } from '../../../dashboards.ts'
import { sampleDashboards } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/RevenueDashboard',
  component: RevenueDashboard,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards()),
} satisfies Meta<typeof RevenueDashboard>

export default meta
type Story = StoryObj<typeof RevenueDashboard>

const shown: Story['play'] = async ({ canvas }) => {
  await canvas.findAllByText('Fresh')
}

/** Two currencies, which are never added up, and margins on both sides of zero. */
export const TwoCurrencies: Story = {
  play: async ({ canvas }) => {
    await canvas.findAllByText('Fresh')
    await expect(canvas.getByText('Revenue, EUR')).toBeVisible()
    await expect(canvas.getByText('Revenue, USD')).toBeVisible()
  },
}

export const Dark: Story = { play: shown, globals: dark }

export const Narrow: Story = { play: shown, globals: narrow }

/** The same values, as a table. */
export const AsTable: Story = {
  play: async ({ canvas }) => {
    await canvas.findAllByText('Fresh')
    await userEvent.click(canvas.getByRole('button', { name: 'Table' }))
    await expect(canvas.getByRole('table', { name: 'Margin this month, EUR' })).toBeVisible()
  },
}

export const NoPrices: Story = { parameters: backend(() => sampleDashboards({ prices: false })) }

export const Loading: Story = { parameters: backend(() => sampleDashboards({ fail: () => pending() })) }
