import type {
  DataModel,
  DataRecord,
  ImportJob,
  ImportMapping,
  Json,
  RecordData,
  RowIssue,
} from '../contracts/index.ts'
import { ImportFileError, type SourceRow } from '../csv/index.ts'
import { compileRowPlan } from '../transforms/index.ts'
import { compileRecordChecker, type RecordCheck } from '../validation/index.ts'
import { hasSameData, matchKey, mergedData } from './memory-import-rules.ts'
import type { MemoryChange, MemoryStore } from './memory-store.ts'
import { takenFields } from './memory-unique.ts'

/** Samples that are kept of an action which an undo doesn't need. */
const SAMPLES = 50

/** What an import's rows are written with. */
export interface ImportTarget {
  store: MemoryStore
  job: ImportJob
  model: DataModel
  mapping: ImportMapping
  /** The records that the import sees and writes: a dry run has its own copy. */
  records: Map<string, DataRecord>
  /** The row that counts for each key of the file. */
  counting: ReadonlyMap<string, number>
}

/** What became of some rows. */
export interface RowCounts {
  inserted: number
  updated: number
  unchanged: number
  skipped: number
  failed: number
  conflict: number
}

/** Keeps a row as rejected, with its reasons. */
export function reject(
  store: MemoryStore,
  job: ImportJob,
  row: SourceRow,
  issues: readonly RowIssue[],
): void {
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

/** Compiles the check of an import's rows: where records are matched, a row needs its key, and the rest only where one is to be made. */
export function compileRowCheck(
  { key_fields, mode, plan }: ImportJob,
  { fields }: DataModel,
  mapping: ImportMapping,
): (row: SourceRow) => RecordCheck {
  const keyed = mode !== 'insert'
  const read = keyed ? fields.map((field) => ({ ...field, required: false })) : fields
  const check = compileRecordChecker(read, plan === null ? { mapping } : {})
  const fill = plan === null ? (values: Readonly<Record<string, Json>>) => values : compileRowPlan(plan)
  return (row) => {
    if (row.issue) return { ok: false, issues: [row.issue] }
    const outcome = check(fill(row.values))
    if (!outcome.ok) return outcome
    const blank = key_fields.filter((name) => !Object.hasOwn(outcome.data, name))
    if (blank.length === 0) return outcome
    const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name
    const issues = blank.map((name): RowIssue => ({
      field: name,
      code: 'KEY_BLANK',
      message: `${labelOf(name)} is empty. It tells which record the row is about.`,
      value: null,
    }))
    return { ok: false, issues }
  }
}

/** Finds the row that counts for each key of a file. */
export function countingRows(
  job: ImportJob,
  model: DataModel,
  rows: readonly SourceRow[],
  check: (row: SourceRow) => RecordCheck,
): Map<string, number> {
  const counting = new Map<string, number>()
  if (job.mode === 'insert') return counting
  for (const row of rows) {
    const outcome = check(row)
    const key = outcome.ok ? matchKey(job, model.fields, outcome.data) : null
    if (key !== null && (job.duplicates_in_file === 'last' || !counting.has(key)))
      counting.set(key, row.rowNumber)
  }
  return counting
}

function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

function notUnique(field: string, value: Json | undefined): RowIssue {
  const text = shown(value)
  const message = `${field} is “${text}”. Another record has this value.`
  return { field, code: 'NOT_UNIQUE', message, value: text }
}

/** What becomes of one row. */
type Fate =
  | { action: 'insert'; data: RecordData }
  | { action: 'update'; before: DataRecord; data: RecordData }
  | { action: 'unchanged'; before: DataRecord }
  | {
      action: 'skip'
      reason: NonNullable<MemoryChange['reason']>
      otherRow: number | null
      record: DataRecord | null
    }
  | { action: 'fail'; issues: RowIssue[]; conflict: boolean }

function fail(issues: RowIssue[], conflict = false): Fate {
  return { action: 'fail', issues, conflict }
}

function matchesOf({ job, model, records }: ImportTarget, key: string): DataRecord[] {
  return [...records.values()]
    .filter((record) => record.model_id === model.id && matchKey(job, model.fields, record.data) === key)
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

function fateOfNew({ job, model, records }: ImportTarget, data: RecordData): Fate {
  const missing = model.fields.filter((field) => field.required === true && !Object.hasOwn(data, field.name))
  if (job.mode !== 'insert' && missing.length > 0)
    return fail(
      missing.map((field) => ({
        field: field.name,
        code: 'REQUIRED',
        message: `${field.label ?? field.name} is empty. It is required, and no record has this row’s key.`,
        value: null,
      })),
    )
  const taken = takenFields(model, records.values(), { id: null, data })
  return taken.length > 0
    ? fail(taken.map((name) => notUnique(name, data[name])))
    : { action: 'insert', data }
}

function fateOf(target: ImportTarget, row: SourceRow, data: RecordData): Fate {
  const { job, model, records, counting } = target
  const key = job.mode === 'insert' ? null : matchKey(job, model.fields, data)
  if (key === null) return fateOfNew(target, data)
  const counts = counting.get(key) ?? row.rowNumber
  if (counts !== row.rowNumber)
    return { action: 'skip', reason: 'DUPLICATE_IN_FILE', otherRow: counts, record: null }
  const matches = matchesOf(target, key)
  const [only] = matches
  if (!only)
    return job.mode === 'update'
      ? { action: 'skip', reason: 'NO_MATCH', otherRow: null, record: null }
      : fateOfNew(target, data)
  if (job.mode === 'skip_duplicates')
    return { action: 'skip', reason: 'EXISTS', otherRow: null, record: only }
  if (matches.length > 1) {
    const keyText = job.key_fields.map((name) => `${name} “${shown(data[name])}”`).join(', ')
    const message = `${matches.length} records have this key (${keyText}). Merge them, or choose other key fields.`
    return fail([{ field: null, code: 'KEY_CONFLICT', message, value: null }], true)
  }
  const after = mergedData(job, only, data)
  if (hasSameData(only.data, after)) return { action: 'unchanged', before: only }
  const taken = takenFields(model, records.values(), { id: only.id, data: after })
  return taken.length > 0
    ? fail(taken.map((name) => notUnique(name, after[name])))
    : { action: 'update', before: only, data: after }
}

/** Keeps what was done: every update, and of the rest, and of a dry run, the first rows. */
function keepChange({ store, job }: ImportTarget, change: MemoryChange): void {
  const kept = store.changes.get(job.id) ?? []
  const whole = change.action === 'update' && !job.dry_run
  if (whole || kept.filter(({ action }) => action === change.action).length < SAMPLES)
    store.changes.set(job.id, [...kept, change])
}

function write(target: ImportTarget, row: SourceRow, fate: Fate): void {
  const { store, job, model, records } = target
  const change: MemoryChange = {
    import_job_id: job.id,
    row_number: row.rowNumber,
    record_id: null,
    action: 'skip',
    reason: null,
    other_row: null,
    before: null,
    after: null,
    created_at: store.now(),
    before_updated_at: null,
    after_updated_at: null,
    record: null,
  }
  if (fate.action === 'insert') {
    // Its time is the import's: an edit is told by another one.
    const { id, user_id, agency_id } = store.newRow()
    const times = { created_at: job.created_at, updated_at: job.created_at }
    const links = { model_id: model.id, import_job_id: job.id, import_row: row.rowNumber }
    records.set(id, { id, user_id, agency_id, ...links, data: fate.data, ...times })
    if (job.dry_run) keepChange(target, { ...change, action: 'insert', after: fate.data })
  } else if (fate.action === 'update') {
    const { before, data } = fate
    const updated = { ...before, data, updated_at: store.now() }
    records.set(before.id, updated)
    keepChange(target, {
      ...change,
      action: 'update',
      record_id: before.id,
      before: before.data,
      before_updated_at: before.updated_at,
      after: data,
      after_updated_at: updated.updated_at,
    })
  } else if (fate.action === 'unchanged') {
    const { id, data } = fate.before
    keepChange(target, { ...change, action: 'unchanged', record_id: id, before: data, after: data })
  } else if (fate.action === 'skip')
    keepChange(target, {
      ...change,
      reason: fate.reason,
      other_row: fate.otherRow,
      record_id: fate.record?.id ?? null,
      before: fate.record?.data ?? null,
    })
}

const counterOf = { insert: 'inserted', update: 'updated', unchanged: 'unchanged', skip: 'skipped' } as const

/** Imports some rows, one after another; gives what became of them. */
export function importRows(target: ImportTarget, rows: readonly SourceRow[]): RowCounts {
  const { store, job, model, mapping } = target
  const counts: RowCounts = { inserted: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, conflict: 0 }
  const check = compileRowCheck(job, model, mapping)
  for (const row of rows) {
    const outcome = check(row)
    const fate = outcome.ok ? fateOf(target, row, outcome.data) : fail(outcome.issues)
    if (fate.action === 'fail') {
      counts.failed++
      if (fate.conflict) counts.conflict++
      reject(store, job, row, fate.issues)
      continue
    }
    counts[counterOf[fate.action]]++
    write(target, row, fate)
  }
  if (!job.dry_run) store.broadcast('records', { model_id: model.id })
  return counts
}

/** Keeps the rows that don't fit, of a file that was to be imported whole, those whose unique values are taken included; gives how many they are. */
export function countInvalid(target: ImportTarget, rows: readonly SourceRow[]): number {
  const store = { ...target.store, changes: new Map(), broadcast: () => {} }
  return importRows({ ...target, store, records: new Map(target.records) }, rows).failed
}

/** Why a file with invalid rows was not imported at all. */
export function rowsInvalid(invalid: number, total: number): ImportFileError {
  return new ImportFileError(
    'ROWS_INVALID',
    `${invalid} of ${total} rows are invalid, and you chose to import all or nothing. Nothing was imported.`,
  )
}
