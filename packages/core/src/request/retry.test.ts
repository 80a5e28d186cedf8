import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HubApiError, HubNetworkError, HubTimeoutError, HubValidationError } from '../errors/hub-errors.ts'
import { retryAfterMsOf } from './retry-after.ts'
import { createRetry } from './retry.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const refused = (status: number, retryAfterMs: number | null = null) =>
  new HubApiError({ status, code: 'X', message: 'x', retryAfterMs })

/** When each try began, in milliseconds since the first. */
async function triesOf(failure: Error, options: Parameters<typeof createRetry>[0] = {}): Promise<number[]> {
  const startedAt = Date.now()
  const times: number[] = []
  async function work(): Promise<void> {
    const run = (): never => {
      times.push(Date.now() - startedAt)
      throw failure
    }
    await expect(createRetry(options).execute(run)).rejects.toBe(failure)
  }
  await Promise.all([work(), vi.advanceTimersByTimeAsync(120_000)])
  return times
}

test('tries come at once, after 1 s and after 2 s, each wait shortened by up to half', async () => {
  const times = await triesOf(new HubNetworkError('x'))
  expect(times).toHaveLength(4)
  expect(times[1]).toBe(0)
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(500)
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeLessThanOrEqual(1000)
  expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(1000)
  expect((times[3] ?? 0) - (times[2] ?? 0)).toBeLessThanOrEqual(2000)
})

test('no wait is longer than 10 s', async () => {
  const times = await triesOf(refused(500), { maxAttempts: 9 })
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(waits).toHaveLength(8)
  expect(Math.max(...waits)).toBeLessThanOrEqual(10_000)
  expect(waits.at(-1)).toBeGreaterThanOrEqual(5000)
})

test('clients that failed together don’t come back together', async () => {
  const thirds = await Promise.all(Array.from({ length: 8 }, async () => (await triesOf(refused(503)))[2]))
  expect(new Set(thirds).size).toBeGreaterThan(1)
})

test.each([
  ['a lost connection', new HubNetworkError('x'), 4],
  ['a timeout', new HubTimeoutError('x'), 4],
  ['429', refused(429), 4],
  ['500', refused(500), 4],
  ['400', refused(400), 1],
  ['404', refused(404), 1],
  ['an answer that makes no sense', new HubValidationError('x'), 1],
  ['a mistake of ours', new TypeError('x'), 1],
])('%s is tried so often', async (_what, error, tries) => {
  expect(await triesOf(error)).toHaveLength(tries)
})

test('a server that says when to come again is asked then, and not at all if that is too long', async () => {
  expect(await triesOf(refused(429, 7000), { maxAttempts: 2 })).toEqual([0, 7000])
  expect(await triesOf(refused(503, 60_000))).toEqual([0])
})

test('Retry-After is read as seconds or as a date', () => {
  vi.setSystemTime(new Date('2026-11-21T10:00:00Z'))
  expect(retryAfterMsOf('3')).toBe(3000)
  expect(retryAfterMsOf('Sat, 21 Nov 2026 10:00:05 GMT')).toBe(5000)
  expect(retryAfterMsOf('Sat, 21 Nov 2026 09:00:00 GMT')).toBe(0)
  expect([retryAfterMsOf(null), retryAfterMsOf(''), retryAfterMsOf('soon')]).toEqual([null, null, null])
})
