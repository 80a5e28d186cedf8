import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HubNetworkError } from '../errors/hub-errors.ts'
import { cachedRead, CACHE_TTL } from './cached-read.ts'
import type { Fetched } from './meta.ts'
import { createQueryClient } from './query-client.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z') }))
afterEach(() => void vi.useRealTimers())

function reader(staleTime: number) {
  const queryClient = createQueryClient()
  let calls = 0
  const fetch = vi.fn<() => Promise<Fetched<number>>>(async () => ({
    data: ++calls,
    meta: {
      source: 'network',
      fetchedAt: new Date().toISOString(),
      warnings: [],
      attempts: 1,
      durationMs: 1,
    },
  }))
  return {
    fetch,
    read: () => cachedRead(queryClient, { queryKey: ['one'], queryFn: fetch, staleTime, retry: false }),
  }
}

test('the spec’s ages hold by default', () => {
  expect(CACHE_TTL).toEqual({ KPI: 120_000, VOLUME: 120_000, REVENUE: 300_000, INFRASTRUCTURE: 600_000 })
})

test('a thousand callers at once make one request', async () => {
  const { fetch, read } = reader(1000)
  const answers = await Promise.all(Array.from({ length: 1000 }, read))
  expect(fetch).toHaveBeenCalledTimes(1)
  expect(new Set(answers.map(({ data }) => data))).toEqual(new Set([1]))
})

test('within its time a result comes from the cache and says so; after it a new one is fetched', async () => {
  const { fetch, read } = reader(1000)
  expect((await read()).meta.source).toBe('network')
  vi.advanceTimersByTime(999)
  const again = await read()
  expect([again.data, again.meta.source]).toEqual([1, 'cache'])
  expect((await read()).meta).toBe(again.meta)
  vi.advanceTimersByTime(2)
  const anew = await read()
  expect([anew.data, anew.meta.source]).toEqual([2, 'network'])
  expect(fetch).toHaveBeenCalledTimes(2)
})

test('a failure keeps the last good result, at its true age, and the next read tries again', async () => {
  const { fetch, read } = reader(1000)
  const first = await read()
  vi.advanceTimersByTime(15 * 60_000)
  fetch.mockRejectedValueOnce(new HubNetworkError('No network.'))
  const stale = await read()
  expect(stale.meta).toMatchObject({
    source: 'stale',
    fetchedAt: first.meta.fetchedAt,
    failure: { code: 'NETWORK' },
  })
  expect((await read()).meta.source).toBe('network')
})
