import { handleWhen, retry, type RetryPolicy } from 'cockatiel'
import { isHubApiError, isHubNetworkError, isHubTimeoutError } from '../errors/hub-errors.ts'

/** How requests are tried again. */
export interface RetryOptions {
  /** Tries in all. @default 4 */
  maxAttempts?: number | undefined
}

/** Waits before the second, third and further tries. Source: data-consistency spec, "Retry". */
const waitsMs = [0, 1000, 2000]
const MAX_WAIT_MS = 10_000

/** Whether another try may help: the network, a timeout, 429, or a fault of the server. */
function isTransient(error: unknown): boolean {
  if (isHubNetworkError(error) || isHubTimeoutError(error)) return true
  return isHubApiError(error) && (error.status === 429 || error.status >= 500)
}

function waitOf(attempt: number, error: unknown): number {
  if (isHubApiError(error) && error.retryAfterMs !== null) return Math.min(error.retryAfterMs, MAX_WAIT_MS)
  const wait = waitsMs[attempt - 1] ?? Math.min(1000 * 2 ** (attempt - 1), MAX_WAIT_MS)
  // Jitter keeps clients that failed together from coming back together.
  return wait * (0.5 + Math.random() / 2)
}

/** The retry policy: at once, after 1 s, after 2 s, then doubling to 10 s, each with jitter; `Retry-After` is honoured. */
export function createRetry({ maxAttempts = 4 }: RetryOptions = {}): RetryPolicy {
  return retry(handleWhen(isTransient), {
    maxAttempts: maxAttempts - 1,
    backoff: {
      next(context) {
        const error = 'error' in context.result ? context.result.error : undefined
        return { duration: waitOf(context.attempt, error), next: this.next.bind(this) }
      },
    },
  })
}
