// What browser tests of the dashboards stand on.
import { afterEach, beforeEach, vi } from 'vitest'
import { page } from 'vitest/browser'
import { InDashboards, type InDashboardsProps } from './in-dashboards.tsx'
import { renderInHub } from './render-in-hub.tsx'
import { KpiDashboard } from '../src/dashboards.ts'
import { sampleDashboards, type SampleDashboards } from '../src/features/dashboards/dashboard-stories.ts'

/** What reached the window: nothing should. */
const thrown = vi.fn<(event: Event) => void>()
beforeEach(async () => {
  thrown.mockReset()
  addEventListener('error', thrown)
  addEventListener('unhandledrejection', thrown)
  localStorage.clear()
  await page.viewport(1100, 800)
})
afterEach(() => {
  removeEventListener('error', thrown)
  removeEventListener('unhandledrejection', thrown)
  vi.restoreAllMocks()
  vi.useRealTimers()
  if (thrown.mock.calls.length > 0) throw new Error('Something was thrown to the window.')
})

/** Renders a dashboard on a sample backend. Nothing may be thrown to the window meanwhile. */
export async function show(
  options: SampleDashboards = {},
  element = <KpiDashboard />,
  provider: Omit<InDashboardsProps, 'children'> = {},
) {
  const { hub, screen } = await renderInHub(<InDashboards {...provider}>{element}</InDashboards>, {
    ...sampleDashboards(options),
  })
  const root = () => screen.container.querySelector('.hub-freshness')
  return { hub, screen, freshness: () => root()?.getAttribute('data-state') }
}

export const envelope = (data: unknown): Response =>
  Response.json({ data, meta: { request_id: '0192f3a4-7c1e-7d30-9f0a-3b6f6f1f2a55' } })
