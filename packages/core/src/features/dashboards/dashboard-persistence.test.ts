import { expect, test, vi } from 'vitest'
import { localStorageStore } from '../../request/index.ts'
import { sampleUser } from '../../testing/index.ts'
import { errorOf, open, sharedStore, signedIn } from './open-dashboards.ts'

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
