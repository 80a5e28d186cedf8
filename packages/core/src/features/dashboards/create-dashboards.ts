import { emailAccountPageSchema, type DashboardName, type EmailAccountPage } from '../../contracts/index.ts'
import type { Hub } from '../../create-hub.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { defaultFreshnessLimits, type FreshnessLimits } from '../../request/freshness.ts'
import { localStorageStore } from '../../request/local-storage-store.ts'
import type { Fetched } from '../../request/meta.ts'
import { createPersistence, type Persistence } from '../../request/persistence.ts'
import { queryOptionsOf } from '../feature-context.ts'
import { createHealthClient, createHealthReporter } from '../monitoring/index.ts'
import { createConnectionClient } from './create-connection-client.ts'
import { createTargetsClient } from './create-targets-client.ts'
import {
  dashboardKeys,
  definitions,
  normalized,
  queryOf,
  type DashboardAnswers,
  type DashboardParameters,
} from './dashboard-definitions.ts'
import { acceptAnswer } from './accept-answer.ts'
import { cacheEntriesOf, type CacheStats } from './cache-stats.ts'
import { createRefresher } from './create-refresher.ts'
import { createDashboardStore } from './dashboard-store.ts'
import { createProgressStore, type RefreshProgress } from './refresh-progress.ts'

/** What {@link createDashboards} takes besides the hub. */
export interface DashboardsOptions {
  /** How long each dashboard's data counts as fresh, in milliseconds. @default KPI and volume 2, revenue 5, infrastructure 10 minutes */
  ttlMs?: Partial<Record<DashboardName, number>>
  /** How old data may be to stand in for a failed request. @default 2, 10 and 60 minutes */
  freshness?: Partial<FreshnessLimits>
  /** Where results are kept beyond the page's life; null keeps none. @default localStorage, version 1 */
  persistence?: Persistence | null
  /** How long reports of calls wait for others, in milliseconds; null reports nothing. @default 10_000 */
  reportEveryMs?: number | null
}

/** How a dashboard is read. */
export interface FetchDashboardOptions extends DashboardParameters {
  /** Has the server read the vendor anew, instead of answering from its snapshots. @default false */
  force?: boolean | undefined
  /** Stops a forced refresh; what was read is kept. */
  signal?: AbortSignal | undefined
  /** Hears how a forced refresh goes. */
  onProgress?: ((progress: RefreshProgress) => void) | undefined
}

/**
 * Makes the client of the four dashboards, on the hub's cache and policies. What a dashboard shows comes from the server's snapshots; `force` has the server read the
 * vendor anew and fills the cache as workspaces arrive.
 *
 * @example
 * const dashboards = createDashboards(hub)
 * const { data, meta } = await dashboards.fetchKPIData()
 * await dashboards.fetchKPIData({ force: true, onProgress: ({ state }) => console.log(state) })
 */
export function createDashboards(hub: Pick<Hub, 'context'>, options: DashboardsOptions = {}) {
  const { context } = hub
  const { supabase, queryClient, transport, session } = context
  const limits = { ...defaultFreshnessLimits, ...options.freshness }
  const persistence =
    options.persistence === undefined
      ? createPersistence({ store: localStorageStore(), maxAgeMs: limits.staleMs })
      : options.persistence
  const reporter =
    options.reportEveryMs === null
      ? null
      : createHealthReporter({ supabase, session, batchMs: options.reportEveryMs })
  const store = createDashboardStore({ queryClient, session, persistence })
  const progress = createProgressStore()
  const ttlOf = (name: DashboardName): number => options.ttlMs?.[name] ?? definitions[name].ttlMs

  async function reported<Value>(apiName: string, run: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now()
    try {
      const value = await run()
      reporter?.succeeded(apiName, performance.now() - startedAt)
      return value
    } catch (error) {
      const isAbort = error instanceof Error && error.name === 'AbortError'
      if (!isAbort) reporter?.failed(apiName, performance.now() - startedAt, error)
      throw error
    }
  }

  async function load<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    signal: AbortSignal,
  ) {
    const { functionName, answerSchema } = definitions[name]
    const userId = session.userId()
    const askedAt = Date.now()
    const { data, meta } = await reported(functionName, () =>
      transport({ method: 'GET', functionName, path: queryOf(parameters), schema: answerSchema, signal }),
    )
    // A refresh that ended meanwhile has newer figures than this answer.
    const shown = store.get(name, parameters)
    if (shown && Date.parse(shown.meta.fetchedAt) > askedAt) return shown
    const result = acceptAnswer(name, data, meta)
    store.keep(name, parameters, result, userId)
    return result
  }

  function queryFor<Name extends DashboardName>(name: Name, parameters: DashboardParameters = {}) {
    const selection = normalized(parameters)
    return {
      ...queryOptionsOf(dashboardKeys.one(name, selection), ttlOf(name), (signal) =>
        load(name, selection, signal),
      ),
      // After a lost connection or a slept tab nothing is called fresh before it was asked for again.
      refetchOnReconnect: 'always' as const,
      refetchOnWindowFocus: true,
    }
  }

  const refresher = createRefresher({
    context,
    store,
    progress,
    limits,
    reported,
    prepare: (name, parameters) => queryClient.prefetchQuery(queryFor(name, parameters)),
  })

  async function fetchDashboard<Name extends DashboardName>(
    name: Name,
    options: FetchDashboardOptions = {},
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    await store.restored()
    return options.force === true
      ? refresher.refresh(name, normalized(options), options)
      : cachedRead(queryClient, queryFor(name, options), limits)
  }

  const queries = {
    kpi: (parameters?: DashboardParameters) => queryFor('kpi', parameters),
    volume: (parameters?: DashboardParameters) => queryFor('volume', parameters),
    revenue: (parameters?: DashboardParameters) => queryFor('revenue', parameters),
    infrastructure: (parameters?: DashboardParameters) => queryFor('infrastructure', parameters),
    emailAccounts: (parameters: DashboardParameters = {}) =>
      queryOptionsOf<EmailAccountPage, ReturnType<typeof dashboardKeys.accounts>>(
        dashboardKeys.accounts(parameters),
        ttlOf('infrastructure'),
        (signal) =>
          transport({
            method: 'GET',
            functionName: definitions.infrastructure.functionName,
            path: `/accounts${queryOf(normalized(parameters))}`,
            schema: emailAccountPageSchema,
            signal,
          }),
      ),
  }

  return {
    keys: dashboardKeys,
    queries,
    limits,
    /** How forced refreshes go, by query key. */
    progress,
    targets: createTargetsClient(context),
    connection: createConnectionClient(context),
    health: createHealthClient(context),
    /** Settles when what an earlier page kept is in the cache. */
    restored: store.restored,
    /** Reads the KPI dashboard. @throws HubError where neither the server nor recent data can answer */
    fetchKPIData: (options?: FetchDashboardOptions) => fetchDashboard('kpi', options),
    /** Reads the volume dashboard. @throws HubError */
    fetchVolumeData: (options?: FetchDashboardOptions) => fetchDashboard('volume', options),
    /** Reads the revenue dashboard. @throws HubError */
    fetchRevenueData: (options?: FetchDashboardOptions) => fetchDashboard('revenue', options),
    /** Reads the infrastructure dashboard. @throws HubError */
    fetchInfrastructureData: (options?: FetchDashboardOptions) => fetchDashboard('infrastructure', options),
    /** Lists sender accounts, up to 5,000. @throws HubError */
    fetchEmailAccounts: (parameters?: DashboardParameters) =>
      cachedRead(queryClient, queries.emailAccounts(parameters), limits),
    /** What the cache holds of the dashboards, and how old it is. */
    getCacheStats(): CacheStats {
      const entries = cacheEntriesOf(queryClient, limits)
      return {
        entryCount: entries.length,
        pendingRequests: entries.filter(({ isPending }) => isPending).length + refresher.pendingCount(),
        entries,
        persistence: persistence?.state() ?? 'off',
      }
    },
    /** Drops all that is cached of the dashboards, in memory and beyond. */
    clearAllCache: () => store.clear(),
    /** Stops watching the session and other tabs, and sends the last reports. */
    close() {
      store.close()
      reporter?.close()
    },
  }
}

/** The client of the four dashboards. */
export type Dashboards = ReturnType<typeof createDashboards>
