import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { InfrastructureDashboard } from '../../../dashboards.ts'
import { sampleDashboards } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/InfrastructureDashboard',
  component: InfrastructureDashboard,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards()),
} satisfies Meta<typeof InfrastructureDashboard>

export default meta
type Story = StoryObj<typeof InfrastructureDashboard>

const shown: Story['play'] = async ({ canvas }) => {
  await canvas.findAllByText('Fresh')
}

export const Fresh: Story = { play: shown }

export const FreshDark: Story = { play: shown, globals: dark }

export const FreshNarrow: Story = { play: shown, globals: narrow }

/** 4,185 sender accounts: searched, filtered, sorted, exported. */
export const Accounts: Story = {
  play: async ({ canvas }) => {
    await canvas.findAllByText('Fresh')
    await userEvent.click(canvas.getByRole('tab', { name: 'Sender accounts' }))
    await canvas.findByText('4,185 rows')
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Status' }), 'Not connected')
    await expect(await canvas.findByText(/of 4,185 rows/)).toBeVisible()
  },
}

export const AccountsDark: Story = { ...Accounts, globals: dark }

export const AccountsNarrow: Story = { ...Accounts, globals: narrow }

export const Loading: Story = { parameters: backend(() => sampleDashboards({ fail: () => pending() })) }
