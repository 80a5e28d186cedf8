import type { Dashboards } from '@headwater/core/dashboards'
import type { SupabaseClient } from '@supabase/supabase-js'
import { dashboardsPage } from './lazy-pages.ts'
import { placeOf, type DashboardTab } from './use-location.ts'

/** Waits until the page has nothing else to do. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })

/** Reads the dashboard that is shown, and the others after it: a change of tabs has nothing to wait for. */
async function readDashboards(dashboards: Dashboards, shown: DashboardTab): Promise<void> {
  const reads: readonly [DashboardTab, () => Promise<unknown>][] = [
    ['kpi', dashboards.fetchKPIData],
    ['volume', dashboards.fetchVolumeData],
    ['revenue', dashboards.fetchRevenueData],
    ['infrastructure', dashboards.fetchInfrastructureData],
  ]
  await reads.find(([name]) => name === shown)?.[1]()
  for (const [name, read] of reads) {
    if (name === shown) continue
    await idle()
    await read()
  }
}

/**
 * Starts what the page in the address needs while the rest of the app is still on its way: its code, and the figures of the dashboard that
 * it opens with.
 */
export function readAhead({
  supabase,
  dashboards,
}: {
  supabase: SupabaseClient
  dashboards: Dashboards
}): void {
  const { page, dashboard } = placeOf(location.search)
  if (page !== 'dashboards') return
  dashboardsPage.load().catch(() => undefined)
  const { data } = supabase.auth.onAuthStateChange((_event, session) => {
    // The session comes later than this line, and what the browser keeps of it is in the cache by then.
    setTimeout(() => data.subscription.unsubscribe())
    // A dashboard says itself what went wrong.
    if (session) readDashboards(dashboards, dashboard).catch(() => undefined)
  })
}
