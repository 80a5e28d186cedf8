import {
  emailAccountPageSchema,
  refreshEventSchema,
  type DashboardName,
  type EmailAccountPage,
} from '../../contracts/index.ts'
import type { Hub } from '../../create-hub.ts'
import { HubApiError, HubNetworkError, HubValidationError } from '../../errors/hub-errors.ts'
import { cachedRead } from '../../request/cached-read.ts'
import {
  defaultFreshnessLimits,
  freshnessOf,
  type Freshness,
  type FreshnessLimits,
} from '../../request/freshness.ts'
import { localStorageStore } from '../../request/local-storage-store.ts'
import type { Fetched, RequestMeta } from '../../request/meta.ts'
import { createPersistence, type Persistence, type PersistenceState } from '../../request/persistence.ts'
import { withStaleFallback } from '../../request/stale-fallback.ts'
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
import { createDashboardStore } from './dashboard-store.ts'
import { withLocalTimes } from './local-times.ts'
import { mergeClient } from './merge-client.ts'
import { openRefresh } from './open-refresh.ts'
import { readJsonLines } from './read-lines.ts'
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
  const refreshing = new Map<string, Promise<Fetched<unknown>>>()
  const ttlOf = (name: DashboardName): number => options.ttlMs?.[name] ?? definitions[name].ttlMs

  /** Brings an answer into the form that is shown: this machine's times, its age, its warnings. */
  function accept<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    answer: DashboardAnswers[Name],
    facts: { attempts: number; durationMs: number; userId: string | null | undefined },
  ): Fetched<DashboardAnswers[Name]> {
    const now = Date.now()
    const data = withLocalTimes(answer, now)
    const { behind, oldestAsOf, summary } = data.coverage
    const missing =
      behind.length > 0 ? [`${summary}. Behind: ${behind.map((one) => one.name).join(', ')}.`] : []
    const meta: RequestMeta = {
      source: 'network',
      fetchedAt: new Date(now).toISOString(),
      ...(oldestAsOf === null ? {} : { asOf: oldestAsOf }),
      warnings: [...missing, ...definitions[name].warningsOf(data)],
      attempts: facts.attempts,
      durationMs: facts.durationMs,
    }
    const result = { data, meta }
    store.keep(name, parameters, result, facts.userId)
    return result
  }

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
    const { data, meta } = await reported(functionName, () =>
      transport({ method: 'GET', functionName, path: queryOf(parameters), schema: answerSchema, signal }),
    )
    return accept(name, parameters, data, { ...meta, userId })
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

  async function stream<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    signal: AbortSignal,
    tell: (progress: RefreshProgress) => void,
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    const { functionName, answerSchema, clientSchema, related } = definitions[name]
    const queryKey = dashboardKeys.one(name, parameters)
    const userId = session.userId()
    const startedAt = performance.now()
    const now: Extract<RefreshProgress, { state: 'refreshing' }> = {
      state: 'refreshing',
      done: 0,
      expected: 0,
      failed: [],
    }
    let current = now
    let attempts = 0
    const body = await context.retry.execute(() => {
      attempts++
      return context.breakers.execute(`GET ${functionName} refresh`, () =>
        openRefresh(supabase, `${functionName}${queryOf(parameters, { force: 'true' })}`, signal),
      )
    }, signal)
    for await (const line of readJsonLines(body, context.timeoutMs, signal)) {
      const { data: event, error } = refreshEventSchema.safeParse(line)
      if (!event)
        throw new HubValidationError('A line of the refresh does not match its contract.', { cause: error })
      if (event.type === 'problem') {
        const status = event.code === 'INTERNAL' ? 500 : 409
        throw new HubApiError({ status, code: event.code, message: event.message })
      }
      if (event.type === 'end') {
        const parsed = answerSchema.safeParse(event.answer)
        if (!parsed.success)
          throw new HubValidationError('The refresh’s answer does not match its contract.', {
            cause: parsed.error,
          })
        const result = accept(name, parameters, parsed.data, {
          attempts,
          durationMs: performance.now() - startedAt,
          userId,
        })
        signal.throwIfAborted()
        queryClient.setQueryData(queryKey, result)
        for (const other of related)
          void queryClient.invalidateQueries({
            queryKey: dashboardKeys.of(other),
            predicate: (query) => JSON.stringify(query.queryKey) !== JSON.stringify(queryKey),
          })
        return result
      }
      if (event.type === 'start') current = { ...current, expected: event.expected }
      else current = { ...current, done: event.done, expected: event.expected }
      if (event.type === 'failed') current = { ...current, failed: [...current.failed, event.workspace] }
      if (event.type === 'workspace') {
        const client = clientSchema.safeParse(event.client)
        const before = store.get(name, parameters)
        if (client.success && before && !signal.aborted)
          queryClient.setQueryData(queryKey, mergeClient<Name>(before, client.data), {
            updatedAt: queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0,
          })
      }
      tell(current)
    }
    throw new HubNetworkError('The refresh broke off. What was read is kept. Try again.')
  }

  /** Runs one forced refresh of a selection at a time; others join it. */
  async function refresh<Name extends DashboardName>(
    name: Name,
    options: FetchDashboardOptions,
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    const parameters = normalized(options)
    const queryKey = dashboardKeys.one(name, parameters)
    const id = JSON.stringify(queryKey)
    const running = refreshing.get(id)
    if (running) {
      await running
      const result = store.get(name, parameters)
      if (result) return result
    }
    // Rows need a dashboard to arrive in.
    if (store.get(name, parameters) === undefined) await queryClient.prefetchQuery(queryFor(name, parameters))
    const gone = new AbortController()
    const signal = options.signal ? AbortSignal.any([options.signal, gone.signal]) : gone.signal
    const stopWatching = session.onChange(() =>
      gone.abort(new DOMException('Another user signed in.', 'AbortError')),
    )
    const work = withStaleFallback({ cached: () => store.get(name, parameters), limits }, () =>
      reported(`${definitions[name].functionName} refresh`, () =>
        stream(name, parameters, signal, (state) => {
          progress.set(queryKey, state)
          options.onProgress?.(state)
        }),
      ),
    )
    refreshing.set(id, work)
    progress.set(queryKey, { state: 'refreshing', done: 0, expected: 0, failed: [] })
    try {
      return await work
    } finally {
      stopWatching()
      refreshing.delete(id)
      progress.set(queryKey, { state: 'idle' })
      options.onProgress?.({ state: 'idle' })
    }
  }

  async function fetchDashboard<Name extends DashboardName>(
    name: Name,
    options: FetchDashboardOptions = {},
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    await store.restored()
    return options.force === true
      ? refresh(name, options)
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
      const entries = names.flatMap((dashboard) =>
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
      return {
        entryCount: entries.length,
        pendingRequests: entries.filter(({ isPending }) => isPending).length + refreshing.size,
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
