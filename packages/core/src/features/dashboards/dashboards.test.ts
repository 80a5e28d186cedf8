import { expect, test, vi } from 'vitest'
import { createMemoryDashboards } from '../../testing/index.ts'
import { dashboardViewOf, type RefreshProgress } from './index.ts'
import { age, errorOf, open } from './open-dashboards.ts'

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
