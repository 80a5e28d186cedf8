import type { QueryClient } from '@tanstack/query-core'
import type { DashboardName } from '../../contracts/index.ts'
import { freshnessOf, type Freshness, type FreshnessLimits } from '../../request/freshness.ts'
import type { PersistenceState } from '../../request/persistence.ts'
import { dashboardKeys, type DashboardParameters } from './dashboard-definitions.ts'

/** One entry of the cache. */
export interface CacheEntryStats {
  dashboard: DashboardName
  parameters: DashboardParameters
  /** Since the server answered, in milliseconds; null while nothing is there. */
  ageMs: number | null
  freshness: Freshness
  /** Whether a request is on its way. */
  isPending: boolean
}

/** What the cache holds. */
export interface CacheStats {
  entryCount: number
  pendingRequests: number
  entries: CacheEntryStats[]
  /** `off` where results are not kept. */
  persistence: PersistenceState | 'off'
}

const names = ['kpi', 'volume', 'revenue', 'infrastructure'] as const

/** What a cache holds of the dashboards, and how old it is. */
export function cacheEntriesOf(queryClient: QueryClient, limits: FreshnessLimits): CacheEntryStats[] {
  return names.flatMap((dashboard) =>
    queryClient
      .getQueryCache()
      .findAll({ queryKey: dashboardKeys.of(dashboard) })
      .map(({ queryKey, state }) => {
        const ageMs = state.dataUpdatedAt > 0 ? Date.now() - state.dataUpdatedAt : null
        const parameters: DashboardParameters = queryKey[3] ?? {}
        return {
          dashboard,
          parameters,
          ageMs,
          freshness: freshnessOf(ageMs ?? Number.NaN, limits),
          isPending: state.fetchStatus !== 'idle',
        }
      }),
  )
}
