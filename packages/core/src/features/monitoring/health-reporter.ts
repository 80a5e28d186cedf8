import type { SupabaseClient } from '@supabase/supabase-js'
import type * as z from 'zod/mini'
import { isHubApiError, isHubValidationError } from '../../errors/hub-errors.ts'
import { failureOf } from '../../request/stale-fallback.ts'
import type { Session } from '../session.ts'

/** Tells the server how its APIs answered, as the client saw it, in batches. */
export interface HealthReporter {
  /** Notes a call that succeeded. */
  succeeded(apiName: string, durationMs: number): void
  /** Notes a call that failed, and what of its answer did not match. */
  failed(apiName: string, durationMs: number, error: unknown): void
  /** Sends what was noted. A report that fails is dropped. */
  flush(): Promise<void>
  close(): void
}

/** What {@link createHealthReporter} takes. */
export interface HealthReporterOptions {
  supabase: SupabaseClient
  session: Session
  /** How long notes wait for others, in milliseconds. @default 10_000 */
  batchMs?: number | undefined
}

const MAX_NOTES = 100
const MAX_ISSUES = 10

function issuesOf(error: unknown): { path: string; message: string }[] {
  const cause: unknown = isHubValidationError(error) ? error.cause : null
  if (typeof cause !== 'object' || cause === null || !('issues' in cause) || !Array.isArray(cause.issues))
    return []
  const issues: readonly z.core.$ZodIssue[] = cause.issues
  return issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
}

/** Makes a reporter. Its own failures harm nothing and are not reported; notes of one user are never sent as another. */
export function createHealthReporter({
  supabase,
  session,
  batchMs = 10_000,
}: HealthReporterOptions): HealthReporter {
  let logs: object[] = []
  let errors: object[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const [sentLogs, sentErrors] = [logs, errors]
    logs = []
    errors = []
    if (sentLogs.length + sentErrors.length === 0 || typeof session.userId() !== 'string') return
    try {
      await supabase.rpc('report_client_health', { logs: sentLogs, validation_errors: sentErrors })
    } catch {
      // Monitoring must not trouble what it watches.
    }
  }

  function schedule(): void {
    if (timer !== null) return
    timer = setTimeout(() => void flush(), batchMs)
    // In Node a timer keeps the process alive.
    if (typeof timer === 'object' && 'unref' in timer) timer.unref()
  }

  function note(log: object): void {
    if (logs.length < MAX_NOTES) logs.push(log)
    schedule()
  }

  const stopWatching = session.onChange(() => {
    logs = []
    errors = []
  })
  const leave = (): void => void flush()
  if (typeof addEventListener === 'function') addEventListener('pagehide', leave)

  return {
    succeeded(apiName, durationMs) {
      note({
        api_name: apiName,
        endpoint: apiName,
        status_code: 200,
        response_time_ms: Math.round(durationMs),
        success: true,
      })
    },
    failed(apiName, durationMs, error) {
      const { code, message } = failureOf(error)
      note({
        api_name: apiName,
        endpoint: apiName,
        status_code: isHubApiError(error) ? error.status : null,
        response_time_ms: Math.round(durationMs),
        success: false,
        error_code: code,
        error_message: message,
      })
      for (const { path, message: text } of issuesOf(error))
        if (errors.length < MAX_NOTES)
          errors.push({ source: apiName, error_type: 'CONTRACT', field_path: path, message: text })
    },
    flush,
    close() {
      stopWatching()
      if (typeof removeEventListener === 'function') removeEventListener('pagehide', leave)
      void flush()
    },
  }
}
