import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, narrow, pending, unavailable } from '../../../../.storybook/story-hub.ts'
import { KpiDashboard } from '../../../dashboards.ts'
import { sampleDashboards } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/KpiDashboard',
  component: KpiDashboard,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards()),
} satisfies Meta<typeof KpiDashboard>

export default meta
type Story = StoryObj<typeof KpiDashboard>

export const Fresh: Story = {
  play: async ({ canvas, canvasElement }) => {
    await canvas.findAllByText('Fresh')
    await expect(canvas.getByText('27 of 27 workspaces')).toBeVisible()
    await waitFor(() => expect(canvasElement.querySelectorAll('.recharts-bar-rectangle').length).toBe(27))
  },
}

export const FreshDark: Story = { ...Fresh, globals: dark }

export const FreshNarrow: Story = {
  globals: narrow,
  play: async ({ canvas, canvasElement }) => {
    await canvas.findAllByText('Fresh')
    await expect(canvasElement.ownerDocument.documentElement.scrollWidth).toBeLessThanOrEqual(360)
  },
}

export const Stale: Story = { parameters: backend(() => sampleDashboards({ ageMs: 5 * 60_000 })) }

export const VeryStale: Story = { parameters: backend(() => sampleDashboards({ ageMs: 43 * 60_000 })) }

/** 24 of 27: two with older figures, one without any. */
export const Partial: Story = {
  parameters: backend(() => sampleDashboards({ behind: 3 })),
  play: async ({ canvas }) => {
    await canvas.findByText('24 of 27 workspaces are up to date')
    await expect(canvas.getByText(/Older figures: .+ and .+\./)).toBeVisible()
    await userEvent.click(canvas.getByText('Why'))
    await expect(canvas.getAllByText(/not available/)[0]).toBeVisible()
  },
}

export const PartialDark: Story = { ...Partial, globals: dark }

export const PartialNarrow: Story = { ...Partial, globals: narrow }

/** Every workspace failed: the last good figures stay, marked with their age. */
export const RefreshFailed: Story = {
  parameters: backend(() =>
    sampleDashboards({ fail: (_name, url) => (url.searchParams.has('force') ? unavailable() : null) }),
  ),
  play: async ({ canvas }) => {
    await canvas.findAllByText('Fresh')
    await userEvent.click(canvas.getByRole('button', { name: 'Refresh' }))
    await canvas.findByText('Couldn’t refresh the figures')
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

export const RefreshFailedDark: Story = { ...RefreshFailed, globals: dark }

export const Failed: Story = {
  parameters: backend(() => sampleDashboards({ fail: () => unavailable() })),
  play: async ({ canvas }) => {
    await canvas.findByText('The figures couldn’t be loaded')
  },
}

export const FailedNarrow: Story = { ...Failed, globals: narrow }

export const Loading: Story = { parameters: backend(() => sampleDashboards({ fail: pendingAnswer })) }

export const LoadingDark: Story = { ...Loading, globals: dark }

export const LoadingNarrow: Story = { ...Loading, globals: narrow }

/** The page fills as workspaces arrive. */
export const Refreshing: Story = {
  parameters: backend(() => sampleDashboards({ ageMs: 5 * 60_000, stepMs: 400 })),
  play: async ({ canvas }) => {
    await canvas.findAllByText('Stale')
    await userEvent.click(canvas.getByRole('button', { name: 'Refresh' }))
    await canvas.findByText(/\d+ of 27 workspaces$/, { selector: '.hub-refresh-progress span' })
    await expect(canvas.getByRole('button', { name: 'Stop' })).toBeVisible()
  },
}

/** Connected a moment ago. */
export const NeverLoaded: Story = {
  parameters: backend(() => sampleDashboards({ workspaces: 1, behind: 1 })),
  play: async ({ canvas }) => {
    await canvas.findAllByText('Never loaded')
    await expect(canvas.getByRole('button', { name: 'Read them now' })).toBeVisible()
  },
}

/** No vendor is connected: the first step. */
export const NotConnected: Story = {
  parameters: backend(() => sampleDashboards({ workspaces: 0 })),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Connect Email Bison' }))
    await expect(await canvas.findByLabelText('API token')).toBeVisible()
  },
}

/** Odd figures are shown, with a warning. */
export const Warnings: Story = {
  parameters: backend(() =>
    sampleDashboards({
      kpi: (index) => (index === 0 ? { leadsGenerated: 1240 } : index === 1 ? { emailsSent: 0 } : {}),
    }),
  ),
  play: async ({ canvas }) => {
    const [count] = await canvas.findAllByText('5 warnings', { selector: 'summary' })
    if (count) await userEvent.click(count)
    await expect(canvas.getByText(/unusually many/)).toBeVisible()
  },
}

export const OneWorkspace: Story = { parameters: backend(() => sampleDashboards({ workspaces: 1 })) }

export const Huge: Story = {
  parameters: backend(() =>
    sampleDashboards({
      workspaces: 270,
      names: ['A workspace whose name is far too long for any column that it could ever stand in'],
      kpi: (index) => (index === 0 ? { leadsGenerated: 98_765_432, monthlyKPI: 120_000_000 } : {}),
    }),
  ),
  play: async ({ canvas }) => {
    await canvas.findByText('The 50 largest of 270. The table below has all.')
  },
}

/** Another workspace is looked at before the first answer is there: only its own figures show. */
export const AnotherSelection: Story = {
  play: async ({ canvas }) => {
    await canvas.findAllByText('Fresh')
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Workspace' }), 'Birch Capital')
    await canvas.findByText('1 of 1 workspace')
  },
}

function pendingAnswer(): Promise<Response> {
  return pending()
}
