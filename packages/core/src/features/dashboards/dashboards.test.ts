import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { createHub } from '../../create-hub.ts'
import {
  isHubApiError,
  isHubCircuitOpenError,
  isHubNetworkError,
  isHubTimeoutError,
} from '../../errors/hub-errors.ts'
import { createPersistence, localStorageStore, type KeyValueStore } from '../../request/index.ts'
import {
  createMemoryDashboards,
  createMemorySupabase,
  sampleUser,
  type MemoryDashboardState,
} from '../../testing/index.ts'
import { createDashboards, dashboardViewOf, type DashboardsOptions, type RefreshProgress } from './index.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close()
})

/** A store in memory that several pages share. */
function sharedStore(): KeyValueStore & { texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    get: async (key) => texts.get(key) ?? null,
    set: async (key, value) => void texts.set(key, value),
    remove: async (key) => void texts.delete(key),
    keys: async () => [...texts.keys()],
    subscribe: () => () => undefined,
  }
}

function open(
  options: {
    state?: Partial<MemoryDashboardState>
    store?: KeyValueStore
    user?: typeof sampleUser | null
    answer?: (request: Request) => Promise<Response | null>
    dashboards?: DashboardsOptions
    timeoutMs?: number
  } = {},
) {
  const backend = createMemoryDashboards({ rowMs: 5, ...options.state })
  const supabase = createMemorySupabase({
    fail: async (request) => (await options.answer?.(request)) ?? backend.answer(request),
    ...(options.user === undefined ? {} : { user: options.user }),
  })
  const hub = createHub({ supabase, retry: { maxAttempts: 1 }, timeoutMs: options.timeoutMs ?? 45_000 })
  const persistence = options.store ? createPersistence({ store: options.store }) : null
  const dashboards = createDashboards(hub, { persistence, reportEveryMs: null, ...options.dashboards })
  closers.push(
    () => dashboards.close(),
    () => hub.close(),
  )
  return { backend, supabase, hub, dashboards, queryClient: hub.queryClient }
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )
const signedIn = (supabase: ReturnType<typeof createMemorySupabase>) => supabase.auth.getSession()

/** Moves everything that is cached into the past. */
function age(queryClient: ReturnType<typeof open>['queryClient'], ms: number): void {
  for (const query of queryClient.getQueryCache().getAll()) {
    const result = query.state.data
    if (typeof result !== 'object' || result === null || !('meta' in result) || !('data' in result)) continue
    const fetchedAt = new Date(Date.now() - ms).toISOString()
    const meta = { ...Object(result.meta), fetchedAt, asOf: fetchedAt }
    queryClient.setQueryData(query.queryKey, { data: result.data, meta }, { updatedAt: Date.now() - ms })
  }
}

test('each dashboard is read from its function, and a second read within its time from the cache', async () => {
  const { dashboards, backend } = open()
  for (const read of [
    dashboards.fetchKPIData,
    dashboards.fetchVolumeData,
    dashboards.fetchRevenueData,
    dashboards.fetchInfrastructureData,
  ]) {
    const { data, meta } = await read()
    expect(data.clients).toHaveLength(6)
    expect(meta).toMatchObject({ source: 'network', attempts: 1 })
    expect((await read()).meta.source).toBe('cache')
  }
  expect(backend.requests).toEqual({
    'hybrid-workspace-analytics': 1,
    'volume-dashboard-data': 1,
    'revenue-analytics': 1,
    'hybrid-email-accounts-v2': 1,
  })
})

test('the age of the oldest figures, those behind and what is odd stand in the meta', async () => {
  const { dashboards } = open({ state: { ageMs: 840_000, behindCount: 2 } })
  const { data, meta } = await dashboards.fetchKPIData()
  expect(Date.now() - Date.parse(meta.asOf ?? '')).toBeGreaterThan(839_000)
  expect(data.coverage.summary).toBe('4 of 6, oldest 14 min')
  expect(meta.warnings[0]).toBe('4 of 6, oldest 14 min. Behind: Alder Analytics, Birch Capital.')
  expect(meta.warnings.join(' ')).toContain('has no KPI target set')
})

test.each([3_600_000, -3_600_000])(
  'a server whose clock is off by %i ms changes no age',
  async (clockSkewMs) => {
    const { dashboards } = open({ state: { clockSkewMs, ageMs: 60_000, behindCount: 1 } })
    const { data, meta } = await dashboards.fetchKPIData()
    for (const time of [meta.asOf, data.clients[0]?.asOf, data.coverage.behind[0]?.asOf]) {
      const ageMs = Date.now() - Date.parse(time ?? '')
      expect(ageMs).toBeGreaterThan(59_000)
      expect(ageMs).toBeLessThan(65_000)
    }
  },
)

test('a selection has its own data, in whichever order it was made, and a late answer lands with the selection that asked', async () => {
  const gates: (() => void)[] = []
  const { dashboards, queryClient, backend } = open({
    answer: async ({ url }) => {
      if (url.includes('hybrid-workspace')) await new Promise<void>((resolve) => gates.push(resolve))
      return null
    },
  })
  const [one, two] = [1, 2].map((index) => `00000000-0000-4000-8000-00000000000${index}`)
  if (one === undefined || two === undefined) throw new Error('no ids')
  const first = dashboards.fetchKPIData({ workspaceIds: [one] })
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  const second = dashboards.fetchKPIData({ workspaceIds: [two, one] })
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  gates[1]?.()
  expect((await second).data.clients.map(({ id }) => id)).toEqual([one, two])
  gates[0]?.()
  expect((await first).data.clients.map(({ id }) => id)).toEqual([one])
  const shown = queryClient.getQueryData<Awaited<typeof second>>(
    dashboards.keys.one('kpi', { workspaceIds: [one, two] }),
  )
  expect(shown?.data.clients).toHaveLength(2)
  expect((await dashboards.fetchKPIData({ workspaceIds: [one, two] })).meta.source).toBe('cache')
  expect(backend.requests['hybrid-workspace-analytics']).toBe(2)
})

test.each(['error', 'network', 'malformed', 'invalid'] as const)(
  '%s: recent data stands in, then stale data with a warning, then the error, then it recovers',
  async (fault) => {
    const { dashboards, queryClient, backend } = open({ dashboards: { ttlMs: { kpi: 0 } } })
    await dashboards.fetchKPIData()
    backend.state.fault = fault
    const recent = await dashboards.fetchKPIData()
    expect([recent.meta.source, recent.meta.failure === undefined]).toEqual(['cache', false])
    age(queryClient, 30 * 60_000)
    const stale = await dashboards.fetchKPIData()
    expect([stale.meta.source, stale.meta.warnings.at(-1)]).toEqual([
      'stale',
      expect.stringContaining('30 min'),
    ])
    age(queryClient, 61 * 60_000)
    expect(await errorOf(dashboards.fetchKPIData())).toBeInstanceOf(Error)
    backend.state.fault = 'none'
    expect((await dashboards.fetchKPIData()).meta).toMatchObject({ source: 'network' })
  },
)

test('what a page shows follows the same order, and ages without a new request', async () => {
  const { dashboards, queryClient, backend } = open({
    dashboards: { ttlMs: { kpi: 0 } },
    state: { ageMs: 0 },
  })
  const key = dashboards.keys.one('kpi')
  const view = (laterMs = 0) => {
    const state = queryClient.getQueryState<Awaited<ReturnType<typeof dashboards.fetchKPIData>>>(key)
    return dashboardViewOf({ data: state?.data, error: state?.error }, Date.now() + laterMs)
  }
  expect(view()).toEqual({ state: 'loading' })
  await dashboards.fetchKPIData()
  expect(view()).toMatchObject({ state: 'ready', freshness: 'fresh', failure: null })
  expect(view(3 * 60_000)).toMatchObject({ freshness: 'recent' })
  expect(view(2 * 3_600_000)).toMatchObject({ state: 'ready', freshness: 'expired' })
  backend.state.fault = 'error'
  await dashboards.fetchKPIData()
  expect(view()).toMatchObject({ state: 'ready', freshness: 'fresh', failure: { code: 'UNAVAILABLE' } })
  expect(view(30 * 60_000)).toMatchObject({ state: 'ready', freshness: 'stale', meta: { source: 'stale' } })
  expect(view(2 * 3_600_000)).toMatchObject({ state: 'error', failure: { code: 'UNAVAILABLE' } })
})

test('a forced refresh fills the cache as workspaces arrive, keeps the age until all are there, and tells its progress', async () => {
  const { dashboards, queryClient } = open({ state: { ageMs: 1_200_000, behindCount: 1, rowMs: 15 } })
  const before = await dashboards.fetchKPIData()
  await dashboards.fetchRevenueData()
  const key = dashboards.keys.one('kpi')
  const wasUpdatedAt = queryClient.getQueryState(key)?.dataUpdatedAt
  const seen: { done: number; newRows: number; updatedAt: number }[] = []
  const told: RefreshProgress[] = []
  dashboards.progress.subscribe(() => {
    const progress = dashboards.progress.get(key)
    const data = queryClient.getQueryData<typeof before>(key)
    if (progress.state !== 'refreshing' || data === undefined) return
    const newRows = data.data.clients.filter(({ asOf }) => Date.now() - Date.parse(asOf) < 60_000).length
    seen.push({ done: progress.done, newRows, updatedAt: queryClient.getQueryState(key)?.dataUpdatedAt ?? 0 })
  })
  const after = await dashboards.fetchKPIData({ force: true, onProgress: (progress) => told.push(progress) })
  const half = seen.find(({ done }) => done === 3)
  expect(half?.newRows).toBe(2)
  expect(half?.updatedAt).toBe(wasUpdatedAt)
  expect(told.at(-2)).toMatchObject({
    state: 'refreshing',
    done: 6,
    expected: 6,
    failed: [{ name: 'Alder Analytics' }],
  })
  expect(told.at(-1)).toEqual({ state: 'idle' })
  expect(after.meta.source).toBe('network')
  expect(dashboards.progress.get(key)).toEqual({ state: 'idle' })
  expect(queryClient.getQueryState(dashboards.keys.one('revenue'))?.isInvalidated).toBe(true)
})

test('callers of a forced refresh at the same time share one, also of a dashboard that was never read, and all hear how it goes', async () => {
  const { dashboards, backend } = open()
  const heard = new Set<number>()
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      dashboards.fetchKPIData({
        force: true,
        onProgress: ({ state }) => state === 'refreshing' && heard.add(index),
      }),
    ),
  )
  // One read, for rows to arrive in, and one refresh.
  expect(backend.requests['hybrid-workspace-analytics']).toBe(2)
  expect(results.every(({ data }) => data.coverage.current === 6)).toBe(true)
  expect(heard.size).toBe(10)
})

test('an answer that was on its way before a refresh ended does not replace the refresh’s', async () => {
  const held: (() => void)[] = []
  let isHeld = false
  const { dashboards, queryClient } = open({
    state: { ageMs: 1_200_000 },
    dashboards: { ttlMs: { kpi: 0 } },
    answer: async ({ url }) => {
      if (!isHeld || url.includes('force')) return null
      await new Promise<void>((resolve) => held.push(resolve))
      const { answer } = createMemoryDashboards({ ageMs: 1_200_000 })
      return answer(new Request(url))
    },
  })
  await dashboards.fetchKPIData()
  isHeld = true
  const late = dashboards.fetchKPIData()
  await vi.waitFor(() => expect(held).toHaveLength(1))
  const { meta } = await dashboards.fetchKPIData({ force: true })
  held[0]?.()
  await late
  const shown = queryClient.getQueryData<Awaited<typeof late>>(dashboards.keys.one('kpi'))
  expect(shown?.meta.asOf).toBe(meta.asOf)
})

test('a forced refresh that breaks off keeps what arrived, and says why it is not the newest', async () => {
  const { dashboards } = open({ state: { breakAfterRows: 2, ageMs: 1_200_000 } })
  await dashboards.fetchKPIData()
  const { data, meta } = await dashboards.fetchKPIData({ force: true })
  expect(meta.failure?.code).toBe('NETWORK')
  expect(data.clients.filter(({ asOf }) => Date.now() - Date.parse(asOf) < 60_000)).toHaveLength(2)
})

test('a forced refresh is stopped by its signal', async () => {
  const { dashboards } = open({ state: { rowMs: 50 } })
  await dashboards.fetchKPIData()
  const stop = new AbortController()
  const work = errorOf(
    dashboards.fetchKPIData({
      force: true,
      signal: stop.signal,
      onProgress: ({ state }) => state === 'refreshing' && stop.abort(),
    }),
  )
  const error = await work
  expect(error instanceof Error && error.name).toBe('AbortError')
  expect(dashboards.progress.get(dashboards.keys.one('kpi'))).toEqual({ state: 'idle' })
})

/** A server that takes a request and does with it what the test says. */
async function serverThat(
  act: (response: ServerResponse) => void,
): Promise<(request: Request) => Promise<Response | null>> {
  const server = createServer((_request, response) => act(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return (request) =>
    request.url.includes('/functions/')
      ? fetch(`http://127.0.0.1:${port}/`, { signal: request.signal })
      : Promise.resolve(null)
}

test('a hang past the timeout is aborted on the socket, for a read and for a refresh that falls silent', async () => {
  let closed = 0
  const hang = await serverThat((response) => response.on('close', () => closed++))
  const reading = open({ answer: hang, timeoutMs: 60 })
  expect(isHubTimeoutError(await errorOf(reading.dashboards.fetchKPIData()))).toBe(true)
  await vi.waitFor(() => expect(closed).toBe(1))
  const silent = await serverThat((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write('{"type":"start","expected":6}\n')
    response.on('close', () => closed++)
  })
  const refreshing = open({
    answer: async (request) => (request.url.includes('force') ? silent(request) : null),
    timeoutMs: 60,
  })
  const { meta } = await refreshing.dashboards.fetchKPIData({ force: true })
  expect(meta.failure?.code).toBe('TIMEOUT')
  await vi.waitFor(() => expect(closed).toBe(2))
})

test('a server that only fails is left alone after five tries', async () => {
  let requests = 0
  const failing = await serverThat((response) => {
    requests++
    response.writeHead(500).end()
  })
  const { dashboards } = open({ answer: failing })
  for (let index = 0; index < 5; index++)
    expect(isHubApiError(await errorOf(dashboards.fetchKPIData()))).toBe(true)
  expect(isHubCircuitOpenError(await errorOf(dashboards.fetchKPIData()))).toBe(true)
  expect(requests).toBe(5)
})

test('a server that can’t be reached is a network error for a refresh too', async () => {
  const { dashboards } = open({
    answer: (request) =>
      request.url.includes('/functions/') ? fetch('http://127.0.0.1:1/') : Promise.resolve(null),
  })
  expect(isHubNetworkError(await errorOf(dashboards.fetchKPIData({ force: true })))).toBe(true)
})

test('a page that is opened again shows what was kept, at its true age, before it asks', async () => {
  const store = sharedStore()
  const first = open({ store })
  await signedIn(first.supabase)
  await first.dashboards.fetchKPIData()
  await vi.waitFor(() => expect(store.texts.size).toBe(1))
  const second = open({ store, state: { fault: 'error' } })
  await signedIn(second.supabase)
  const { data, meta } = await second.dashboards.fetchKPIData()
  expect([data.clients.length, meta.source]).toEqual([6, 'cache'])
  expect(second.backend.requests).toEqual({})
})

test('another user finds nothing of the one before, in memory or kept', async () => {
  const store = sharedStore()
  const first = open({ store })
  await signedIn(first.supabase)
  await first.dashboards.fetchKPIData()
  await vi.waitFor(() => expect(store.texts.size).toBe(1))
  const second = open({
    store,
    user: { ...sampleUser, id: '00000000-0000-4000-8000-00000000abcd' },
    state: { fault: 'error' },
  })
  await signedIn(second.supabase)
  expect(await errorOf(second.dashboards.fetchKPIData())).toBeInstanceOf(Error)
  expect(store.texts.size).toBe(0)
})

test('a cache that is corrupt, of an older version or of another shape is the same as none', async () => {
  const store = sharedStore()
  const first = open({ store })
  await signedIn(first.supabase)
  await first.dashboards.fetchKPIData()
  await vi.waitFor(() => expect(store.texts.size).toBe(1))
  const [[key, text] = ['', '']] = store.texts
  for (const bad of [
    text.slice(0, 80),
    text.replace('"version":1', '"version":0'),
    text.replace('"leadsGenerated"', '"leads"'),
  ]) {
    store.texts.set(key, bad)
    const page = open({ store, state: { fault: 'error' } })
    await signedIn(page.supabase)
    expect(await errorOf(page.dashboards.fetchKPIData())).toBeInstanceOf(Error)
    await vi.waitFor(() => expect(store.texts.size).toBe(0))
  }
})

test('storage that is disabled or full changes nothing on screen', async () => {
  const store = localStorageStore(() => {
    throw new DOMException('Denied.', 'SecurityError')
  })
  const { dashboards, supabase } = open({ store })
  await signedIn(supabase)
  expect((await dashboards.fetchKPIData()).data.clients).toHaveLength(6)
  await vi.waitFor(() => expect(dashboards.getCacheStats().persistence).not.toBe('working'))
})

test('a sign-out during a fetch or a refresh: nothing arrives, nothing is cached, nothing is kept', async () => {
  const store = sharedStore()
  const { dashboards, supabase, queryClient } = open({ store, state: { rowMs: 30 } })
  await signedIn(supabase)
  await dashboards.fetchKPIData()
  await vi.waitFor(() => expect(store.texts.size).toBe(1))
  const works = [dashboards.fetchKPIData({ force: true }), dashboards.fetchVolumeData({ force: true })].map(
    errorOf,
  )
  await vi.waitFor(() =>
    expect(dashboards.progress.get(dashboards.keys.one('kpi'))).toMatchObject({
      state: 'refreshing',
      done: expect.toSatisfy((done: number) => done >= 1),
    }),
  )
  await supabase.auth.signOut()
  for (const error of await Promise.all(works)) expect(error).toBeInstanceOf(Error)
  expect(
    queryClient
      .getQueryCache()
      .findAll({ queryKey: dashboards.keys.all })
      .filter(({ state }) => state.data !== undefined),
  ).toEqual([])
  await vi.waitFor(() => expect(store.texts.size).toBe(0))
})

test('the cache says what it holds, and is cleared in memory and beyond', async () => {
  const store = sharedStore()
  const { dashboards, supabase } = open({ store })
  await signedIn(supabase)
  await dashboards.fetchKPIData()
  await dashboards.fetchVolumeData({ workspaceIds: ['00000000-0000-4000-8000-000000000001'] })
  await vi.waitFor(() => expect(store.texts.size).toBe(2))
  expect(dashboards.getCacheStats()).toMatchObject({
    entryCount: 2,
    pendingRequests: 0,
    persistence: 'working',
    entries: [
      { dashboard: 'kpi', parameters: {}, freshness: 'fresh', isPending: false },
      { dashboard: 'volume', parameters: { workspaceIds: ['00000000-0000-4000-8000-000000000001'] } },
    ],
  })
  await dashboards.clearAllCache()
  expect(dashboards.getCacheStats().entryCount).toBe(0)
  expect(store.texts.size).toBe(0)
})

test('calls are reported in one batch, and those of one user never as another', async () => {
  const reports: unknown[] = []
  const answer = async (request: Request) => {
    if (request.url.endsWith('report_client_health')) reports.push(await request.clone().json())
    return null
  }
  const { dashboards, supabase, backend } = open({ answer, dashboards: { reportEveryMs: 20 } })
  await signedIn(supabase)
  await dashboards.fetchKPIData()
  backend.state.fault = 'invalid'
  await errorOf(dashboards.fetchVolumeData())
  await vi.waitFor(() => expect(reports).toHaveLength(1))
  expect(reports[0]).toMatchObject({
    logs: [
      { api_name: 'hybrid-workspace-analytics', success: true, status_code: 200 },
      { api_name: 'volume-dashboard-data', success: false, error_code: 'VALIDATION' },
    ],
    validation_errors: expect.arrayContaining([
      expect.objectContaining({ source: 'volume-dashboard-data', field_path: 'coverage' }),
    ]),
  })
  await errorOf(dashboards.fetchRevenueData())
  await supabase.auth.signOut()
  dashboards.close()
  expect(reports).toHaveLength(1)
})

test('targets are saved and read, and accounts are listed with their selection', async () => {
  const { dashboards } = open()
  const { data: before } = await dashboards.targets.list()
  const wanted = { monthly_kpi: 7, price_per_lead_minor: 100, monthly_cost_minor: null, currency: 'CHF' }
  await dashboards.fetchRevenueData()
  await dashboards.targets.save(before[0]?.id ?? '', wanted)
  expect((await dashboards.targets.list()).data[0]?.workspace_targets).toEqual(wanted)
  expect((await dashboards.fetchRevenueData()).meta.source).toBe('network')
  const { data } = await dashboards.fetchEmailAccounts({ workspaceIds: [before[1]?.id ?? ''] })
  expect([data.total, new Set(data.accounts.map((account) => account.workspaceName))]).toEqual([
    25,
    new Set([before[1]?.name]),
  ])
  expect((await dashboards.connection.get()).data?.base_url).toBe('https://bison.example.com')
})

test('health, incidents and targets are read as rows', async () => {
  const deduction = {
    metric: 'api_error_rate',
    subject: 'Email Bison',
    severity: 'critical' as const,
    value: 80,
    threshold: 50,
    points: 30,
  }
  const { dashboards } = open({ state: { deductions: [deduction] } })
  const { data: health } = await dashboards.health.summary()
  expect(health).toMatchObject({ health_score: 70, deductions: [deduction] })
  expect((await dashboards.health.incidents()).data).toMatchObject([
    { metric: 'api_error_rate', status: 'open' },
  ])
  expect((await dashboards.targets.list()).data[0]).toMatchObject({
    name: 'Alder Analytics',
    workspace_targets: { monthly_kpi: 60 },
  })
})
