import {
  bulkImportSchema,
  createRecordSchema,
  recordQuerySchema,
  updateRecordSchema,
  type DataModel,
  type DataRecord,
  type RecordData,
  type RowIssue,
} from '../contracts/index.ts'
import { compilePatchChecker, compileRecordChecker } from '../validation/index.ts'
import type { MemoryHandler } from './memory-context.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import { matchingRecords } from './memory-record-query.ts'
import type { MemoryStore } from './memory-store.ts'
import { takenValues } from './memory-unique.ts'

function jsonParameter(url: URL, name: string): unknown {
  const text = url.searchParams.get(name)
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new MemoryProblem('BAD_REQUEST', `The parameter ${name} is not JSON.`)
  }
}

function numberParameter(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name)
  return text === null ? undefined : Number(text)
}

export const listRecords: MemoryHandler = ({ store, url }) => {
  const query = parseRequest(recordQuerySchema, {
    model_id: url.searchParams.get('model_id') ?? undefined,
    offset: numberParameter(url, 'offset'),
    limit: numberParameter(url, 'limit'),
    sort: jsonParameter(url, 'sort'),
    filters: jsonParameter(url, 'filters'),
    search: url.searchParams.get('search') ?? undefined,
  })
  const { fields } = found(store.models.get(query.model_id))
  const own = new Set(['created_at', 'updated_at', ...fields.map(({ name }) => name)])
  for (const name of [query.sort?.field, ...(query.filters ?? []).map(({ field }) => field)])
    if (name !== undefined && !own.has(name))
      throw new MemoryProblem('VALIDATION_FAILED', `This model has no field named ${name}.`)
  const matching = matchingRecords(store.records.values(), query)
  const { offset = 0, limit = 100 } = query
  return { data: { records: matching.slice(offset, offset + limit), total: matching.length } }
}

function rejected(issues: readonly RowIssue[]): MemoryProblem {
  return new MemoryProblem('VALIDATION_FAILED', 'The record does not fit its model.', {
    issues: issues.map(({ field, message }) => ({ path: field ?? '', message })),
  })
}

/** Refuses rows as the database's unique keys do: all of them, or none. */
function addAll(store: MemoryStore, model: DataModel, rows: readonly DataRecord[]): void {
  const changed = new Set(rows.map(({ id }) => id))
  const kept = [...store.records.values()].filter(
    (record) => record.model_id === model.id && !changed.has(record.id),
  )
  if (takenValues(model.fields, kept, rows).length > 0)
    throw new MemoryProblem(
      'NOT_UNIQUE',
      'Two records would have the same value in a unique field. Change the value.',
    )
  for (const row of rows) store.records.set(row.id, row)
  store.broadcast('records', { model_id: model.id })
}

function newRecord(store: MemoryStore, model: DataModel, data: RecordData): DataRecord {
  return { ...store.newRow(), model_id: model.id, data, import_job_id: null, import_row: null }
}

export const createRecord: MemoryHandler = ({ store, body }) => {
  const { model_id, data } = parseRequest(createRecordSchema, body)
  const model = found(store.models.get(model_id))
  const check = compileRecordChecker(model.fields)(data)
  if (!check.ok) throw rejected(check.issues)
  const record = newRecord(store, model, check.data)
  addAll(store, model, [record])
  return { data: record, status: 201 }
}

export const updateRecord: MemoryHandler = ({ store, body }, id) => {
  const { data } = parseRequest(updateRecordSchema, body)
  const before = found(store.records.get(id))
  const model = found(store.models.get(before.model_id))
  const check = compilePatchChecker(model.fields)(data)
  if (!check.ok) throw rejected(check.issues)
  const values = Object.entries({ ...before.data, ...check.data }).filter(([, value]) => value !== null)
  const record = { ...before, data: Object.fromEntries(values), updated_at: store.now() }
  addAll(store, model, [record])
  return { data: record }
}

export const deleteRecord: MemoryHandler = ({ store }, id) => {
  const record = found(store.records.get(id))
  store.records.delete(id)
  store.broadcast('records', { model_id: record.model_id })
  return { data: { id } }
}

export const bulkImport: MemoryHandler = ({ store, body }) => {
  const { model_id, records, on_invalid = 'skip' } = parseRequest(bulkImportSchema, body)
  const model = found(store.models.get(model_id))
  const check = compileRecordChecker(model.fields)
  const outcomes = records.map((record) => check(record))
  const errors = outcomes.flatMap((outcome, index) =>
    outcome.ok ? [] : [{ row_number: index + 1, errors: outcome.issues }],
  )
  const valid = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []))
  const blocked = on_invalid === 'block' && errors.length > 0
  if (!blocked)
    addAll(
      store,
      model,
      valid.map((data) => newRecord(store, model, data)),
    )
  return { data: { imported: blocked ? 0 : valid.length, failed: errors.length, errors } }
}
