import type { RecordData } from '@headwater/core'
import type { FixIssue } from './row-issue.ts'

/** A valid row, for the app around the import to look at. */
export interface HostRow {
  rowNumber: number
  data: RecordData
}

/** What the app says of a row. */
export interface HostIssue {
  rowNumber: number
  /** The field that is at fault. @default the row as a whole */
  field?: string | undefined
  /** Why, for people. */
  message: string
}

/** The app's own check of rows: gets up to 200 at once, gives those that it refuses. */
export type OnRowValidate = (batch: {
  rows: readonly HostRow[]
  /** Aborted when the import is left, or no answer came in time. */
  signal: AbortSignal
}) => Promise<readonly HostIssue[]> | readonly HostIssue[]

/** What came of a batch. */
export type HostAnswer =
  | { state: 'answered'; issues: Map<number, FixIssue[]> }
  | { state: 'unanswered'; cause: unknown }

/** Asks the app of rows, several batches at a time. */
export interface HostValidation {
  /** Never rejects: an app that throws, or says nothing in time, leaves the rows as Headwater found them. */
  ask(rows: readonly HostRow[]): Promise<HostAnswer>
  /** Resolves when another batch may be sent. */
  ready(): Promise<void>
  close(): void
}

function issuesBy(rows: readonly HostRow[], found: readonly HostIssue[]): Map<number, FixIssue[]> {
  const asked = new Set(rows.map(({ rowNumber }) => rowNumber))
  const issues = new Map<number, FixIssue[]>()
  for (const { rowNumber, field = null, message } of found) {
    // An answer for rows that were not asked for belongs to nothing.
    if (!asked.has(rowNumber)) continue
    issues.set(rowNumber, [...(issues.get(rowNumber) ?? []), { field, code: 'HOST', message }])
  }
  return issues
}

/**
 * Makes what asks the app around the import of rows. Each batch has its own answer, so that the order of the answers doesn't matter; one that
 * takes too long is given up and its answer ignored.
 *
 * @param options.timeoutMs How long a batch may take. @default 10_000
 * @param options.atOnce How many batches are asked at the same time. @default 2
 */
export function createHostValidation(options: {
  validate: OnRowValidate
  timeoutMs?: number | undefined
  atOnce?: number | undefined
}): HostValidation {
  const { validate, timeoutMs = 10_000, atOnce = 2 } = options
  const closed = new AbortController()
  const waiting: (() => void)[] = []
  let running = 0

  function end(): void {
    running--
    waiting.shift()?.()
  }

  return {
    async ask(rows) {
      running++
      const own = new AbortController()
      const stop = () => own.abort(closed.signal.reason)
      closed.signal.addEventListener('abort', stop, { once: true })
      let timer: ReturnType<typeof setTimeout> | undefined
      try {
        const late = new Promise<never>((_, reject) => {
          own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true })
          timer = setTimeout(
            () => own.abort(new DOMException('The app gave no answer in time.', 'TimeoutError')),
            timeoutMs,
          )
        })
        // The call itself may throw before it promises anything.
        const answer = (async () => validate({ rows, signal: own.signal }))()
        const found = await Promise.race([answer, late])
        return { state: 'answered', issues: issuesBy(rows, found) }
      } catch (cause) {
        return { state: 'unanswered', cause }
      } finally {
        clearTimeout(timer)
        closed.signal.removeEventListener('abort', stop)
        end()
      }
    },
    ready: () =>
      running < atOnce ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve)),
    close: () => closed.abort(),
  }
}
