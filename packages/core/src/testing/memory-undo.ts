import type { ImportJob, RecordData, RowIssue } from '../contracts/index.ts'
import { hasSameData } from './memory-import-rules.ts'
import { reject } from './memory-import-rows.ts'
import type { MemoryChange, MemoryStore } from './memory-store.ts'
import { takenFields } from './memory-unique.ts'

/** What an undo's step did. */
export interface UndoCounts {
  reversed: number
  kept: number
  failed: number
  unchanged: number
}

/** What a job changed, the last row of its file first. What an import inserted stands among the records. */
export function changesToUndo(store: MemoryStore, target: ImportJob): MemoryChange[] {
  const kept = (store.changes.get(target.id) ?? []).filter(({ action }) =>
    ['insert', 'update', 'delete'].includes(action),
  )
  const inserted = [...store.records.values()]
    .filter((record) => target.undo_of === null && record.import_job_id === target.id)
    .map((record): MemoryChange => ({
      import_job_id: target.id,
      row_number: record.import_row ?? 0,
      record_id: record.id,
      action: 'insert',
      reason: null,
      other_row: null,
      before: null,
      after: record.data,
      created_at: record.created_at,
      before_updated_at: null,
      after_updated_at: record.created_at,
      record: null,
    }))
  return [...kept, ...inserted].toSorted((left, right) => right.row_number - left.row_number)
}

type Fate = 'delete' | 'update' | 'insert' | 'unchanged' | 'EDITED_SINCE' | 'DELETED_SINCE'

function isAt(
  now: { data: RecordData; updated_at: string },
  data: RecordData | null,
  time: string | null,
): boolean {
  return data !== null && now.updated_at === time && hasSameData(now.data, data)
}

function fateOf(store: MemoryStore, change: MemoryChange): Fate {
  const now = store.records.get(change.record_id ?? '')
  if (change.action === 'insert') {
    if (!now) return 'unchanged'
    return isAt(now, change.after, change.after_updated_at) ? 'delete' : 'EDITED_SINCE'
  }
  if (change.action === 'delete') {
    if (!now) return 'insert'
    return isAt(now, change.before, change.before_updated_at) ? 'unchanged' : 'EDITED_SINCE'
  }
  if (!now) return 'DELETED_SINCE'
  if (isAt(now, change.after, change.after_updated_at)) return 'update'
  return isAt(now, change.before, change.before_updated_at) ? 'unchanged' : 'EDITED_SINCE'
}

const reasons = {
  EDITED_SINCE: 'The record was changed after this import. It stays as it is.',
  DELETED_SINCE: 'The record was deleted after this import changed it. It stays deleted.',
}

function rejectChange(store: MemoryStore, job: ImportJob, change: MemoryChange, issues: RowIssue[]): void {
  const now = store.records.get(change.record_id ?? '')
  const values = now?.data ?? change.after ?? change.before ?? {}
  reject(store, job, { rowNumber: change.row_number, values, issue: null }, issues)
}

/** Takes some changes back, one after another. */
export function undoChanges(
  store: MemoryStore,
  job: ImportJob,
  changes: readonly MemoryChange[],
): UndoCounts {
  const counts: UndoCounts = { reversed: 0, kept: 0, failed: 0, unchanged: 0 }
  const fields = store.models.get(job.model_id)?.fields ?? []
  for (const change of changes) {
    const fate = fateOf(store, change)
    if (fate === 'unchanged') {
      counts.unchanged++
      continue
    }
    if (fate === 'EDITED_SINCE' || fate === 'DELETED_SINCE') {
      counts.kept++
      rejectChange(store, job, change, [{ field: null, code: fate, message: reasons[fate], value: null }])
      continue
    }
    const id = change.record_id ?? ''
    const now = store.records.get(id)
    const data = change.before ?? {}
    const taken =
      fate === 'delete' ? [] : takenFields({ id: job.model_id, fields }, store.records.values(), { id, data })
    if (taken.length > 0) {
      counts.failed++
      const issues = taken.map((field): RowIssue => {
        const value = typeof data[field] === 'string' ? data[field] : JSON.stringify(data[field])
        const message = `${field} is “${value}”. Another record has this value.`
        return { field, code: 'NOT_UNIQUE', message, value }
      })
      rejectChange(store, job, change, issues)
      continue
    }
    counts.reversed++
    const base = now ?? change.record
    const restored = base && { ...base, data, updated_at: change.before_updated_at ?? base.updated_at }
    if (fate === 'delete') store.records.delete(id)
    else if (restored) store.records.set(id, restored)
    const done: MemoryChange = {
      ...change,
      import_job_id: job.id,
      action: fate,
      before: now?.data ?? null,
      before_updated_at: now?.updated_at ?? null,
      after: fate === 'delete' ? null : data,
      after_updated_at: fate === 'delete' ? null : (restored?.updated_at ?? null),
      record: base ?? null,
      created_at: store.now(),
    }
    store.changes.set(job.id, [...(store.changes.get(job.id) ?? []), done])
  }
  store.broadcast('records', { model_id: job.model_id })
  return counts
}

/** Marks an import as undone. Where that was an undo itself, the import behind it counts again, and so on. */
export function markUndone(store: MemoryStore, target: ImportJob): void {
  let undone = true
  for (let job = store.jobs.get(target.id); job;) {
    const next = { ...job, undone_at: undone ? store.now() : null, updated_at: store.now() }
    store.jobs.set(job.id, next)
    store.broadcast('import_jobs', next)
    undone = !undone
    job = job.undo_of === null ? undefined : store.jobs.get(job.undo_of)
  }
}
