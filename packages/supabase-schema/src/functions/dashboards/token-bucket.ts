/** Lets so many requests pass in a second, and none while the vendor asks to wait. */
export interface TokenBucket {
  /** Waits for a turn. */
  take(signal: AbortSignal): Promise<void>
  /** Holds everyone back: what a 429's `Retry-After` asks for. */
  pause(ms: number): void
}

/** Waits, and rejects with the signal's reason when it aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (ms <= 0) return
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

/**
 * Makes a token bucket.
 *
 * @param perSecond - Requests that it refills in a second.
 * @param burst - Requests that may leave at once after a rest.
 */
export function createTokenBucket({ perSecond, burst }: { perSecond: number; burst: number }): TokenBucket {
  let tokens = burst
  let filledAt = performance.now()
  let pausedUntil = 0
  return {
    async take(signal) {
      for (;;) {
        const now = performance.now()
        tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond)
        filledAt = now
        if (now >= pausedUntil && tokens >= 1) {
          tokens -= 1
          return
        }
        const refillMs = tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1000
        await sleep(Math.max(pausedUntil - now, refillMs, 1), signal)
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, performance.now() + ms)
    },
  }
}
