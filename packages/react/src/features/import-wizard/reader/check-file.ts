import type { ImportPlan, ModelField, ReadingOptions } from '@headwater/core'
import { createRowFixes, type RowFixes } from '../fixes/create-row-fixes.ts'
import type { HostRow, HostValidation } from '../fixes/host-validation.ts'
import type { FailingRow } from '../fixes/row-issue.ts'
import type { ImportReader } from './create-import-reader.ts'
import type { CheckProgress, CheckResult, FileStart } from './reader-types.ts'
import { hasHash, hashOf } from './value-hash.ts'

/** A file whose rows were checked, and those that fail, to be mended. */
export interface CheckedFile {
  result: CheckResult
  fixes: RowFixes
  /** Failing rows that are not kept, since there are too many. */
  beyond: number
  /** Rows that the app around the import was asked of, and gave no answer. */
  unanswered: HostRow[]
}

/** What {@link checkFile} takes. */
export interface CheckFileOptions {
  reader: ImportReader
  file: Blob
  start: FileStart
  reading: ReadingOptions
  fields: readonly ModelField[]
  plan: ImportPlan
  /** The app's own check. */
  host?: HostValidation | undefined
  signal: AbortSignal
  onProgress(progress: CheckProgress): void
}

/** Mended rows are gathered for so long before the app is asked of them. */
const GATHER_MS = 250

/** Asks the app of rows that were mended, some at a time. */
function createMendedQueue(host: HostValidation, fixesOf: () => RowFixes | null) {
  const waiting = new Map<number, { row: number; version: number; data: HostRow['data'] }>()
  let timer: ReturnType<typeof setTimeout> | null = null

  async function send(): Promise<void> {
    timer = null
    const mended = [...waiting.values()]
    waiting.clear()
    const fixes = fixesOf()
    if (!fixes) return
    const byNumber = new Map(mended.map((own) => [fixes.rowNumberOf(own.row), own]))
    const answer = await host.ask([...byNumber].map(([rowNumber, { data }]) => ({ rowNumber, data })))
    if (answer.state === 'unanswered') return
    for (const [rowNumber, issues] of answer.issues) {
      const own = byNumber.get(rowNumber)
      if (own) fixes.setHostIssues(own.row, own.version, issues)
    }
  }

  return (own: { row: number; version: number; data: HostRow['data'] }) => {
    waiting.set(own.row, own)
    timer ??= setTimeout(() => void send(), GATHER_MS)
  }
}

/**
 * Checks every row of a file, asks the app around the import of the valid ones, and gets the others ready to be mended.
 * @throws ImportFileError; the signal's reason
 */
export async function checkFile(options: CheckFileOptions): Promise<CheckedFile> {
  const { reader, file, start, reading, fields, plan, host, signal, onProgress } = options
  const failing: FailingRow[] = []
  const unanswered: HostRow[] = []
  const asked: Promise<void>[] = []
  const result = await reader.check(
    { file, fileType: start.fileType, reading, fields, plan, wantsValid: host !== undefined },
    {
      signal,
      onProgress,
      onFailing: (rows) => void failing.push(...rows),
      onValid: host
        ? async (rows) => {
            const values = new Map(rows.map((row) => [row.rowNumber, row.values]))
            const batch = rows.map(({ rowNumber, data }) => ({ rowNumber, data }))
            await host.ready()
            asked.push(
              host.ask(batch).then((answer) => {
                if (answer.state === 'unanswered') unanswered.push(...batch)
                else
                  for (const [rowNumber, issues] of answer.issues)
                    failing.push({ rowNumber, values: values.get(rowNumber) ?? {}, issues })
              }),
            )
          }
        : undefined,
    },
  )
  await Promise.all(asked)
  signal.throwIfAborted()
  const { compileRowCheck } = await import('../fixes/row-check.ts')
  let fixes: RowFixes | null = null
  fixes = createRowFixes({
    rows: failing.toSorted((left, right) => left.rowNumber - right.rowNumber),
    fields,
    columns: result.columns,
    plan,
    check: compileRowCheck({ fields, plan }),
    isTaken: (field, key) => hasHash(result.taken[field] ?? new Float64Array(0), hashOf(key)),
    ...(host ? { onMended: createMendedQueue(host, () => fixes) } : {}),
  })
  const hostRefused = failing.filter(({ issues }) => issues.some(({ code }) => code === 'HOST')).length
  return {
    result: { ...result, invalid: result.invalid + hostRefused },
    fixes,
    beyond: Math.max(0, result.invalid + hostRefused - fixes.rowCount),
    unanswered,
  }
}

/** Rows that would be imported now. */
export function validRowsOf({ result, fixes, beyond }: CheckedFile): number {
  return result.checked - beyond - fixes.counts().problems
}
