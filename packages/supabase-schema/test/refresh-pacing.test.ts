import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { forEachInWindow } from '../src/functions/dashboards/sliding-window.ts'
import { createTokenBucket } from '../src/functions/dashboards/token-bucket.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

describe('the token bucket', () => {
  /** When each of so many requests gets its turn, in milliseconds. */
  async function turnsOf(count: number, bucket: ReturnType<typeof createTokenBucket>): Promise<number[]> {
    const startedAt = performance.now()
    const turns: number[] = []
    const all = Array.from({ length: count }, async () => {
      await bucket.take(never)
      turns.push(Math.round(performance.now() - startedAt))
    })
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all(all)
    return turns
  }

  test('lets a burst pass, and then its rate', async () => {
    const turns = await turnsOf(25, createTokenBucket({ perSecond: 10, burst: 5 }))
    expect(turns.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    expect(turns.at(-1)).toBeGreaterThanOrEqual(2000)
    expect(turns.at(-1)).toBeLessThan(2300)
  })

  test('holds everyone back while the vendor asks to wait', async () => {
    const bucket = createTokenBucket({ perSecond: 100, burst: 10 })
    bucket.pause(3000)
    bucket.pause(1000)
    const turns = await turnsOf(5, bucket)
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(3000)
  })

  test('gives up the turn of a caller who is gone', async () => {
    const bucket = createTokenBucket({ perSecond: 1, burst: 1 })
    await bucket.take(never)
    const gone = new AbortController()
    setTimeout(() => gone.abort(new Error('gone')), 10)
    await Promise.all([
      expect(bucket.take(gone.signal)).rejects.toThrow('gone'),
      vi.advanceTimersByTimeAsync(10),
    ])
  })
})

describe('the window', () => {
  test('has so many under way at most, begins the next as soon as one ends, and takes each once', async () => {
    let open = 0
    let most = 0
    const begun: number[] = []
    const work = forEachInWindow([500, 10, 10, 10, 10, 10, 10, 10], 3, async (ms) => {
      begun.push(ms)
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, ms))
      open--
    })
    await vi.advanceTimersByTimeAsync(60)
    // The slow one holds up nobody: in batches of three only three would have begun.
    expect(begun).toHaveLength(8)
    await vi.advanceTimersByTimeAsync(1000)
    await work
    expect([most, open]).toEqual([3, 0])
  })

  test('of no items, or of a size that makes no sense, ends', async () => {
    await forEachInWindow([], 5, () => Promise.reject(new Error('nothing to do')))
    const seen: number[] = []
    await forEachInWindow([1, 2], 0, async (item) => void seen.push(item))
    expect(seen).toEqual([1, 2])
  })
})
