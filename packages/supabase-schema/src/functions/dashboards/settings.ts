import { readNumber, type Environment } from '../runtime/environment.ts'

/** How the vendor is read. */
export interface RefreshSettings {
  /** Workspaces that are read at once. */
  concurrency: number
  /** Requests in a second, over all workspaces of this process. */
  requestsPerSecond: number
  /** When a request to the vendor is aborted, in milliseconds. */
  requestTimeoutMs: number
  /** Tries of one request. */
  maxAttempts: number
  /** After that much time a refresh ends and leaves the rest to the schedule, in milliseconds. */
  deadlineMs: number
  /** CPU time after which a refresh ends and leaves the rest to the schedule, in milliseconds. */
  cpuBudgetMs: number
  /** What was read within that time is not read again, in milliseconds. */
  minAgeMs: number
  /** Replaces every connection's address: an emulator's, or a proxy's. */
  baseUrl: string | null
}

/** Workspaces that are read at once. Source: data-consistency spec, "Batch Size". */
const BATCH_SIZE = 5

/** Reads the settings from a function's environment. */
export function readRefreshSettings(env: Environment): RefreshSettings {
  return {
    concurrency: readNumber(env, 'HEADWATER_REFRESH_CONCURRENCY', BATCH_SIZE),
    requestsPerSecond: readNumber(env, 'HEADWATER_VENDOR_REQUESTS_PER_SECOND', 40),
    requestTimeoutMs: readNumber(env, 'HEADWATER_VENDOR_TIMEOUT_MS', 10_000),
    maxAttempts: readNumber(env, 'HEADWATER_VENDOR_ATTEMPTS', 3),
    deadlineMs: readNumber(env, 'HEADWATER_REFRESH_DEADLINE_MS', 120_000),
    cpuBudgetMs: readNumber(env, 'HEADWATER_REFRESH_CPU_MS', 1500),
    minAgeMs: readNumber(env, 'HEADWATER_REFRESH_MIN_AGE_MS', 3000),
    baseUrl: env['HEADWATER_EMAIL_BISON_URL'] ?? null,
  }
}
