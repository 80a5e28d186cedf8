import type { ImportJob } from '../contracts/index.ts'
import { foretoldCounters } from '../contracts/index.ts'
import { isImportFileError } from '../csv/index.ts'
import type { MemoryImports } from './memory-context.ts'
import { mappingOf, readRows } from './memory-import-file.ts'
import {
  compileRowCheck,
  countingRows,
  countInvalid,
  importRows,
  rowsInvalid,
  type RowCounts,
} from './memory-import-rows.ts'
import { isActive, type MemoryStore } from './memory-store.ts'
import { changesToUndo, markUndone, undoChanges } from './memory-undo.ts'

/** How fast the memory backend imports. */
export interface MemoryImportPace {
  /** The time between two steps of an import, in milliseconds. @default 100 */
  stepMs: number
  /** Rows that one step imports. @default 100 */
  rowsPerStep: number
}

/** How long an import can be undone. */
const UNDO_DAYS = 30

function afterDays(time: string, days: number): string {
  return new Date(Date.parse(time) + days * 24 * 3600 * 1000).toISOString()
}

/** What an import that ends says besides. */
export function endedAt(job: Pick<ImportJob, 'dry_run'>, now: string): Partial<ImportJob> {
  return { finished_at: now, undo_until: job.dry_run ? null : afterDays(now, UNDO_DAYS) }
}

function added(before: ImportJob, counts: RowCounts, rows: number): Partial<ImportJob> {
  return {
    processed_records: before.processed_records + rows,
    imported_records: before.imported_records + counts.inserted + counts.updated,
    inserted_records: before.inserted_records + counts.inserted,
    updated_records: before.updated_records + counts.updated,
    unchanged_records: before.unchanged_records + counts.unchanged,
    skipped_records: before.skipped_records + counts.skipped,
    failed_records: before.failed_records + counts.failed,
    conflict_records: before.conflict_records + counts.conflict,
  }
}

/** Makes what runs the memory backend's imports: with the worker's own engines, some rows in each step. */
export function createMemoryImports(store: MemoryStore, pace: MemoryImportPace): MemoryImports {
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pace.stepMs))

  /** Changes a job; gives null where it was cancelled or deleted in between. */
  function change(id: string, update: (job: ImportJob) => Partial<ImportJob>): ImportJob | null {
    const job = store.jobs.get(id)
    if (!job || !isActive(job)) return null
    const next = { ...job, ...update(job), updated_at: store.now() }
    store.jobs.set(id, next)
    store.broadcast('import_jobs', next)
    return next
  }

  /** Waits for a job's next step, as long as it is paused; gives whether it goes on. */
  async function isNext(id: string): Promise<boolean> {
    do await pause()
    while (store.jobs.get(id)?.status === 'paused')
    const job = store.jobs.get(id)
    return job !== undefined && isActive(job)
  }

  /** The counters that differ from the dry run's. */
  function differencesOf(job: ImportJob): ImportJob['differences'] {
    const dryRun = job.dry_run_of === null ? undefined : store.jobs.get(job.dry_run_of)
    const different = foretoldCounters.filter((name) => dryRun !== undefined && dryRun[name] !== job[name])
    if (dryRun === undefined || different.length === 0) return null
    return Object.fromEntries(different.map((name) => [name, { expected: dryRun[name], actual: job[name] }]))
  }

  function complete(id: string): void {
    change(id, (job) => ({
      status: 'completed',
      differences: differencesOf(job),
      ...endedAt(job, store.now()),
    }))
  }

  async function run(id: string, file: Blob): Promise<void> {
    if (!(await isNext(id))) return
    const job = change(id, () => ({ status: 'processing', started_at: store.now() }))
    const model = job && store.models.get(job.model_id)
    if (!job || !model) return
    const content = await readRows(file, job)
    const total = content.rows.length
    const mapping = mappingOf(job, model, content)
    const counting = countingRows(job, model, content.rows, compileRowCheck(job, model, mapping))
    const records = job.dry_run ? new Map(store.records) : store.records
    const target = { store, job, model, mapping, records, counting }
    const invalid = job.on_invalid === 'block' ? countInvalid(target, content.rows) : 0
    if (invalid > 0) {
      change(id, () => ({ failed_records: invalid, processed_records: invalid }))
      throw rowsInvalid(invalid, total)
    }
    change(id, (before) => ({
      total_records: total,
      reading: content.reading,
      mapping: before.plan === null ? mapping : before.mapping,
    }))
    for (let at = 0; at < total; at += pace.rowsPerStep) {
      if (!(await isNext(id))) return
      const step = content.rows.slice(at, at + pace.rowsPerStep)
      const counts = importRows(target, step)
      change(id, (before) => added(before, counts, step.length))
    }
    complete(id)
  }

  async function runUndo(id: string, target: ImportJob): Promise<void> {
    if (!(await isNext(id))) return
    const job = change(id, () => ({ status: 'processing', started_at: store.now() }))
    if (!job) return
    const changes = changesToUndo(store, target)
    for (let at = 0; at < changes.length; at += pace.rowsPerStep) {
      if (at > 0 && !(await isNext(id))) return
      const counts = undoChanges(store, job, changes.slice(at, at + pace.rowsPerStep))
      change(id, (before) => ({
        reversed_records: before.reversed_records + counts.reversed,
        kept_records: before.kept_records + counts.kept,
        failed_records: before.failed_records + counts.failed,
        unchanged_records: before.unchanged_records + counts.unchanged,
        processed_records:
          before.processed_records + counts.reversed + counts.kept + counts.failed + counts.unchanged,
      }))
    }
    change(id, (before) => {
      const gone = Math.max(0, (before.total_records ?? 0) - before.processed_records)
      return {
        unchanged_records: before.unchanged_records + gone,
        processed_records: before.processed_records + gone,
      }
    })
    complete(id)
    markUndone(store, target)
  }

  function watch(jobId: string, running: Promise<void>): void {
    running.catch((error: unknown) => {
      const [code, message] = isImportFileError(error)
        ? [error.code, error.message]
        : ['INTERNAL', 'The import failed here. Try again.']
      change(jobId, (job) => ({
        status: 'failed',
        error_code: code,
        error_message: message,
        ...endedAt(job, store.now()),
      }))
    })
  }

  return {
    start(jobId, file) {
      watch(jobId, run(jobId, file))
    },
    undo(jobId, target) {
      watch(jobId, runUndo(jobId, target))
    },
  }
}
