import type { DataModel, ImportJob, ImportMapping, RecordData, RowIssue } from '../contracts/index.ts'
import { ImportFileError, type SourceRow } from '../csv/index.ts'
import { compileRecordChecker } from '../validation/index.ts'
import type { MemoryStore } from './memory-store.ts'
import { takenValues } from './memory-unique.ts'

/** What an import's rows are written with. */
export interface ImportTarget {
  store: MemoryStore
  job: ImportJob
  model: DataModel
  mapping: ImportMapping
}

interface ValidRow {
  row: SourceRow
  data: RecordData
}

function reject({ store, job }: ImportTarget, row: SourceRow, issues: readonly RowIssue[]): void {
  const { id, created_at } = store.newRow()
  const error = {
    id,
    import_job_id: job.id,
    row_number: row.rowNumber,
    errors: [...issues],
    raw: { ...row.values },
    created_at,
  }
  store.errors.set(job.id, [...(store.errors.get(job.id) ?? []), error])
}

/** Keeps the rows that don't fit as errors, and gives the others. */
function validOf(target: ImportTarget, rows: readonly SourceRow[]): ValidRow[] {
  const check = compileRecordChecker(target.model.fields, { mapping: target.mapping })
  return rows.flatMap((row) => {
    const outcome = row.issue ? { ok: false as const, issues: [row.issue] } : check(row.values)
    if (outcome.ok) return [{ row, data: outcome.data }]
    reject(target, row, outcome.issues)
    return []
  })
}

function withoutTaken(target: ImportTarget, valid: readonly ValidRow[]): ValidRow[] {
  const { store, model } = target
  const kept = [...store.records.values()].filter(({ model_id }) => model_id === model.id)
  const issues = new Map<ValidRow, RowIssue[]>()
  for (const { row, field } of takenValues(model.fields, kept, valid)) {
    const stored = row.data[field]
    const value = typeof stored === 'string' ? stored : JSON.stringify(stored)
    const message = `${field} is “${value}”. Another record has this value.`
    issues.set(row, [...(issues.get(row) ?? []), { field, code: 'NOT_UNIQUE', message, value }])
  }
  for (const [{ row }, reasons] of issues) reject(target, row, reasons)
  return valid.filter((row) => !issues.has(row))
}

/** Imports some rows at once; gives how many were taken. */
export function importRows(target: ImportTarget, rows: readonly SourceRow[]): number {
  const { store, job, model } = target
  const accepted = withoutTaken(target, validOf(target, rows))
  // Rows of one step are of one moment, as those of one transaction are: their row number orders them.
  const shared = store.newRow()
  for (const { row, data } of accepted) {
    const id = crypto.randomUUID()
    const links = { model_id: model.id, import_job_id: job.id, import_row: row.rowNumber }
    store.records.set(id, { ...shared, ...links, id, data })
  }
  store.broadcast('records', { model_id: model.id })
  return accepted.length
}

/** Refuses a file that was to be imported whole when one of its rows is invalid. Gives how many are. */
export function countInvalid(target: ImportTarget, rows: readonly SourceRow[]): number {
  return rows.length - validOf(target, rows).length
}

/** Why a file with invalid rows was not imported at all. */
export function rowsInvalid(invalid: number, total: number): ImportFileError {
  return new ImportFileError(
    'ROWS_INVALID',
    `${invalid} of ${total} rows are invalid, and you chose to import all or nothing. Nothing was imported.`,
  )
}
