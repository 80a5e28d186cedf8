import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { HealthSummary } from '../../../dashboards.ts'
import { sampleDashboards, sampleHealth } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/HealthSummary',
  component: HealthSummary,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards()),
} satisfies Meta<typeof HealthSummary>

export default meta
type Story = StoryObj<typeof HealthSummary>

export const Critical: Story = {
  play: async ({ canvas }) => {
    await canvas.findByText('55')
    await expect(canvas.getByText('−30')).toBeVisible()
    await expect(canvas.getByText(/62%, limit 50%/, { selector: '.hub-deductions *' })).toBeVisible()
  },
}

export const CriticalDark: Story = { ...Critical, globals: dark }

export const CriticalNarrow: Story = { ...Critical, globals: narrow }

export const Healthy: Story = {
  parameters: backend(() =>
    sampleDashboards({
      health: sampleHealth({
        health_score: 100,
        status: 'healthy',
        deductions: [],
        api_errors_last_hour: 0,
        validation_errors_last_day: 0,
        open_incident_count: 0,
      }),
      incidents: [],
    }),
  ),
}

export const NotConnected: Story = {
  parameters: backend(() => sampleDashboards({ health: null, incidents: [] })),
}

export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }

export const Failed: Story = { parameters: backend(() => ({ fail: failing('GET') })) }
