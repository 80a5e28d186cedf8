import { handleWhen, retry, type RetryPolicy } from 'cockatiel'
import { isHubApiError } from '../errors/hub-errors.ts'
import { isTransient } from './transient.ts'

/** How requests are tried again. Source: data-consistency spec, "Retry Logic". */
export interface RetryOptions {
  /** Tries in all. @default 4 */
  maxAttempts?: number | undefined
  /** The wait before the third try, in milliseconds; the second comes at once. @default 1000 */
  initialDelayMs?: number | undefined
  /** How much longer each further wait is. @default 2 */
  backoffMultiplier?: number | undefined
  /** The longest wait, in milliseconds. A server that asks for more by `Retry-After` is not asked again. @default 10_000 */
  maxDelayMs?: number | undefined
}

/** The spec's settings. */
export const RETRY_CONFIG = {
  maxRetries: 3,
  initialDelayMs: 1000,
  backoffMultiplier: 2,
  maxDelayMs: 10_000,
} as const

function waitAsked(error: unknown): number | null {
  return isHubApiError(error) ? error.retryAfterMs : null
}

/**
 * The retry policy: at once, after 1 s, after 2 s, then doubling to 10 s, each with jitter. `Retry-After` is honoured. Only what may pass by itself is tried
 * again: the network, a timeout, 429, and a 5xx.
 *
 * @example
 * const data = await createRetry({ maxAttempts: 3 }).execute(() => load())
 */
export function createRetry({
  maxAttempts = RETRY_CONFIG.maxRetries + 1,
  initialDelayMs = RETRY_CONFIG.initialDelayMs,
  backoffMultiplier = RETRY_CONFIG.backoffMultiplier,
  maxDelayMs = RETRY_CONFIG.maxDelayMs,
}: RetryOptions = {}): RetryPolicy {
  function waitOf(attempt: number, error: unknown): number {
    const asked = waitAsked(error)
    if (asked !== null) return asked
    const wait = attempt === 1 ? 0 : Math.min(initialDelayMs * backoffMultiplier ** (attempt - 2), maxDelayMs)
    // Jitter keeps clients that failed together from coming back together.
    return wait * (0.5 + Math.random() / 2)
  }
  return retry(
    handleWhen((error) => isTransient(error) && (waitAsked(error) ?? 0) <= maxDelayMs),
    {
      maxAttempts: maxAttempts - 1,
      backoff: {
        next(context) {
          const error = 'error' in context.result ? context.result.error : undefined
          return { duration: waitOf(context.attempt, error), next: this.next.bind(this) }
        },
      },
    },
  )
}
