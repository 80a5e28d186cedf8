import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  HubApiError,
  HubCircuitOpenError,
  HubNetworkError,
  HubTimeoutError,
  HubValidationError,
} from '../errors/hub-errors.ts'
import { freshnessOf } from './freshness.ts'
import type { Fetched } from './meta.ts'
import { withStaleFallback } from './stale-fallback.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
beforeEach(() => void vi.useFakeTimers({ now: NOW }))
afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000
const aged = (ageMs: number): Fetched<string> => ({
  data: 'good',
  meta: {
    source: 'network',
    fetchedAt: new Date(NOW - ageMs).toISOString(),
    warnings: [],
    attempts: 1,
    durationMs: 1,
  },
})
const read = (cached: Fetched<string> | undefined, error: Error) =>
  withStaleFallback({ cached: () => cached }, () => Promise.reject(error))

test('an age is judged in four steps', () => {
  const at = (minutes: number) => freshnessOf(minutes * MINUTE)
  expect([0, 1.9, 2, 9.9, 10, 59.9, 60].map(at)).toEqual([
    'fresh',
    'fresh',
    'recent',
    'recent',
    'stale',
    'stale',
    'expired',
  ])
})

test('an age that a turned clock makes unknowable is expired', () => {
  expect([-1000, -120_000, Number.NaN].map((age) => freshnessOf(age))).toEqual([
    'fresh',
    'expired',
    'expired',
  ])
})

test('a fetch that succeeds is passed on', async () => {
  const fresh = aged(0)
  expect(await withStaleFallback({ cached: () => aged(MINUTE) }, async () => fresh)).toBe(fresh)
})

test('recent data stands in without a warning, and says why', async () => {
  const { data, meta } = await read(aged(5 * MINUTE), new HubNetworkError('No network.'))
  expect(data).toBe('good')
  expect(meta).toMatchObject({
    source: 'cache',
    warnings: [],
    failure: { code: 'NETWORK', message: 'No network.' },
  })
})

test('stale data stands in with a warning that names its age', async () => {
  const { meta } = await read(aged(25 * MINUTE), new HubTimeoutError('Too slow.'))
  expect(meta).toMatchObject({
    source: 'stale',
    warnings: [expect.stringContaining('25 min')],
    failure: { code: 'TIMEOUT' },
  })
})

test('expired data does not stand in: the error does', async () => {
  await expect(read(aged(61 * MINUTE), new HubNetworkError('No network.'))).rejects.toThrow('No network.')
  await expect(read(undefined, new HubNetworkError('No network.'))).rejects.toThrow('No network.')
})

test.each([
  new HubValidationError('x'),
  new HubCircuitOpenError('x'),
  new HubApiError({ status: 503, code: 'X', message: 'x' }),
])('older data stands in for %s', async (error) => {
  expect((await read(aged(MINUTE), error)).data).toBe('good')
})

test.each([401, 403, 404, 409, 422])(
  'older data does not stand in for a %i: it may be gone or forbidden',
  async (status) => {
    await expect(read(aged(MINUTE), new HubApiError({ status, code: 'X', message: 'x' }))).rejects.toThrow(
      'x',
    )
  },
)
