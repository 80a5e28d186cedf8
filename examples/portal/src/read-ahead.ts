import type { Dashboards } from '@headwater/core/dashboards'
import type { SupabaseClient } from '@supabase/supabase-js'
import { dashboardsPage } from './lazy-pages.ts'
import { placeOf, type DashboardTab } from './use-location.ts'

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
  const reads: Partial<Record<DashboardTab, () => Promise<unknown>>> = {
    kpi: dashboards.fetchKPIData,
    volume: dashboards.fetchVolumeData,
    revenue: dashboards.fetchRevenueData,
    infrastructure: dashboards.fetchInfrastructureData,
  }
  const { data } = supabase.auth.onAuthStateChange((_event, session) => {
    // The session comes later than this line, and what the browser keeps of it is in the cache by then.
    setTimeout(() => data.subscription.unsubscribe())
    // The dashboard itself says what went wrong.
    if (session) reads[dashboard]?.().catch(() => undefined)
  })
}
