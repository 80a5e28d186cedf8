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
export function refreshSettingsOf(env: (name: string) => string | undefined): RefreshSettings {
  const number = (name: string, fallback: number): number => {
    const value = Number(env(name) ?? Number.NaN)
    return Number.isFinite(value) && value > 0 ? value : fallback
  }
  return {
    concurrency: number('HEADWATER_REFRESH_CONCURRENCY', BATCH_SIZE),
    requestsPerSecond: number('HEADWATER_VENDOR_REQUESTS_PER_SECOND', 40),
    requestTimeoutMs: number('HEADWATER_VENDOR_TIMEOUT_MS', 10_000),
    maxAttempts: number('HEADWATER_VENDOR_ATTEMPTS', 3),
    deadlineMs: number('HEADWATER_REFRESH_DEADLINE_MS', 120_000),
    cpuBudgetMs: number('HEADWATER_REFRESH_CPU_MS', 1500),
    minAgeMs: number('HEADWATER_REFRESH_MIN_AGE_MS', 3000),
    baseUrl: env('HEADWATER_EMAIL_BISON_URL') ?? null,
  }
}
