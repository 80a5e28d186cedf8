import type { ImportJob } from '../contracts/index.ts'
import { isImportFileError } from '../csv/index.ts'
import type { MemoryImports } from './memory-context.ts'
import { mappingOf, readRows } from './memory-import-file.ts'
import { countInvalid, importRows, rowsInvalid } from './memory-import-rows.ts'
import { isActive, type MemoryStore } from './memory-store.ts'

/** How fast the memory backend imports. */
export interface MemoryImportPace {
  /** The time between two steps of an import, in milliseconds. @default 100 */
  stepMs: number
  /** Rows that one step imports. @default 100 */
  rowsPerStep: number
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

  async function run(id: string, file: Blob): Promise<void> {
    await pause()
    const job = change(id, () => ({ status: 'processing', started_at: store.now() }))
    const model = job && store.models.get(job.model_id)
    if (!job || !model) return
    const content = await readRows(file, job)
    const total = content.rows.length
    const target = { store, job, model, mapping: mappingOf(job, model, content) }
    const invalid = job.on_invalid === 'block' ? countInvalid(target, content.rows) : 0
    if (invalid > 0) {
      change(id, () => ({ failed_records: invalid, processed_records: invalid }))
      throw rowsInvalid(invalid, total)
    }
    change(id, () => ({ total_records: total }))
    for (let at = 0; at < total; at += pace.rowsPerStep) {
      await pause()
      const current = store.jobs.get(id)
      if (!current || !isActive(current)) return
      const step = content.rows.slice(at, at + pace.rowsPerStep)
      const imported = importRows(target, step)
      change(id, (before) => ({
        processed_records: before.processed_records + step.length,
        imported_records: before.imported_records + imported,
        inserted_records: before.inserted_records + imported,
        failed_records: before.failed_records + step.length - imported,
      }))
    }
    change(id, () => ({ status: 'completed', finished_at: store.now() }))
  }

  return {
    start(jobId, file) {
      run(jobId, file).catch((error: unknown) => {
        const [code, message] = isImportFileError(error)
          ? [error.code, error.message]
          : ['INTERNAL', 'The import failed here. Try again.']
        change(jobId, () => ({
          status: 'failed',
          error_code: code,
          error_message: message,
          finished_at: store.now(),
        }))
      })
    },
  }
}
