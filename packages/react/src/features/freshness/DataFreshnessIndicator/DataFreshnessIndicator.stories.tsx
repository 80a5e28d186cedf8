import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { dark, narrow } from '../../../../.storybook/story-hub.ts'
import { DataFreshnessIndicator } from '../../../dashboards.ts'

const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)

const meta = {
  title: 'Freshness/DataFreshnessIndicator',
  component: DataFreshnessIndicator,
  args: { lastUpdated: ago(0.5) },
} satisfies Meta<typeof DataFreshnessIndicator>

export default meta
type Story = StoryObj<typeof meta>

export const Fresh: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getAllByText('Fresh')[0]).toBeVisible()
    await expect(canvas.getByText(/^Updated .+ ago$/)).toBeVisible()
  },
}

export const Stale: Story = { args: { lastUpdated: ago(5), cached: true } }

export const VeryStale: Story = { args: { lastUpdated: ago(14), coverage: '27 of 27 workspaces' } }

export const Warning: Story = {
  args: { warnings: ['Alder has no KPI target set.', 'Birch has a negative margin.'] },
}

export const Incomplete: Story = {
  args: { incomplete: true, coverage: '24 of 27 workspaces, oldest 14 minutes ago' },
}

export const Failed: Story = { args: { lastUpdated: ago(14), error: 'Email Bison is not available.' } }

export const NothingThere: Story = { args: { lastUpdated: null, error: 'Email Bison is not available.' } }

export const Loading: Story = { args: { lastUpdated: null, loading: true } }

/** Data is there, and newer is on its way. */
export const Updating: Story = { args: { lastUpdated: ago(3), loading: true } }

export const NeverLoaded: Story = { args: { lastUpdated: null } }

/** Young, but not asked for again since the connection was lost. */
export const Unconfirmed: Story = {
  args: { fresh: false },
  play: async ({ canvas }) => {
    await expect(canvas.queryByText('Fresh')).toBeNull()
    await expect(canvas.getByText(/not checked since/)).toBeVisible()
  },
}

const all = () => (
  <div className="hub-stack">
    <DataFreshnessIndicator lastUpdated={ago(0.5)} coverage="27 of 27 workspaces" />
    <DataFreshnessIndicator lastUpdated={ago(5)} cached />
    <DataFreshnessIndicator lastUpdated={ago(14)} coverage="27 of 27 workspaces" />
    <DataFreshnessIndicator
      lastUpdated={ago(1)}
      incomplete
      coverage="24 of 27 workspaces, oldest 14 minutes ago"
    />
    <DataFreshnessIndicator lastUpdated={ago(1)} warnings={['Alder has no KPI target set.']} />
    <DataFreshnessIndicator lastUpdated={ago(14)} error="Email Bison is not available." />
    <DataFreshnessIndicator lastUpdated={null} error="Email Bison is not available." />
    <DataFreshnessIndicator lastUpdated={null} loading />
    <DataFreshnessIndicator lastUpdated={ago(3)} loading />
    <DataFreshnessIndicator lastUpdated={null} />
  </div>
)

export const All: Story = { render: all }

export const AllDark: Story = { render: all, globals: dark }

export const AllNarrow: Story = { render: all, globals: narrow }
