import {
  headerSignatureSchema,
  importActionSchema,
  saveImportMappingSchema,
  type ImportChange,
  type SavedImportMapping,
} from '../contracts/index.ts'
import { toCsvRow } from '../csv/index.ts'
import type { MemoryHandler } from './memory-context.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import type { MemoryChange, MemoryStore } from './memory-store.ts'
import { changesToUndo } from './memory-undo.ts'

function pageOf<Row extends { row_number: number }>(url: URL, rows: readonly Row[]): Row[] {
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 100) || 100, 1), 1000)
  const offset = Math.max(Number(url.searchParams.get('offset') ?? 0) || 0, 0)
  return rows.toSorted((left, right) => left.row_number - right.row_number).slice(offset, offset + limit)
}

export const listImportErrors: MemoryHandler = ({ store, url }, id) => {
  found(store.jobs.get(id))
  const errors = store.errors.get(id) ?? []
  return { data: { errors: pageOf(url, errors), total: errors.length } }
}

function toldOf(change: MemoryChange): ImportChange {
  const { before_updated_at: _before, after_updated_at: _after, record: _record, ...told } = change
  return told
}

export const listImportChanges: MemoryHandler = ({ store, url }, id) => {
  const job = found(store.jobs.get(id))
  const action = url.searchParams.get('action')
  if (action !== null && !importActionSchema.safeParse(action).success)
    throw new MemoryProblem('VALIDATION_FAILED', `There is no action named ${action}.`, {
      issues: [{ path: 'action', message: `Use ${importActionSchema.options.join(', ')}.` }],
    })
  const samples = (store.changes.get(id) ?? []).filter((change) =>
    ['unchanged', 'skip'].includes(change.action),
  )
  const all = job.dry_run ? (store.changes.get(id) ?? []) : [...changesToUndo(store, job), ...samples]
  const changes = all.filter((change) => action === null || change.action === action)
  return { data: { changes: pageOf(url, changes).map(toldOf), total: changes.length } }
}

/** The columns that a report adds. */
const addedColumns = ['Import row', 'Import error']

/** Every rejected row as CSV. @throws MemoryProblem NOT_FOUND */
export function errorReportOf(store: MemoryStore, id: string): string {
  found(store.jobs.get(id))
  const errors = (store.errors.get(id) ?? []).toSorted((left, right) => left.row_number - right.row_number)
  const columns = [...new Set(errors.flatMap(({ raw }) => Object.keys(raw)))].filter(
    (column) => !addedColumns.includes(column),
  )
  const lines = errors.map(({ raw, row_number, errors: reasons }) =>
    toCsvRow([
      ...columns.map((column) => (Object.hasOwn(raw, column) ? raw[column] : null)),
      row_number,
      reasons.map(({ message }) => message).join(' '),
    ]),
  )
  return `\uFEFF${toCsvRow([...columns, ...addedColumns])}${lines.join('')}`
}

export const getImportMapping: MemoryHandler = ({ store, url }) => {
  const signature = headerSignatureSchema.safeParse(url.searchParams.get('header_signature'))
  if (!signature.success)
    throw new MemoryProblem('VALIDATION_FAILED', 'The parameter header_signature is missing or not one.', {
      issues: [{ path: 'header_signature', message: 'Send what headerSignature gives for the header.' }],
    })
  const key = `${url.searchParams.get('model_id')} ${signature.data}`
  const saved = store.mappings.get(key)
  if (!saved) return { data: null }
  const used = { ...saved, used_at: store.now() }
  store.mappings.set(key, used)
  return { data: used }
}

export const saveImportMapping: MemoryHandler = ({ store, body }) => {
  const input = parseRequest(saveImportMappingSchema, body)
  found(store.models.get(input.model_id))
  const key = `${input.model_id} ${input.header_signature}`
  const row = store.newRow()
  const saved: SavedImportMapping = {
    ...row,
    ...store.mappings.get(key),
    model_id: input.model_id,
    header_signature: input.header_signature,
    columns: input.columns,
    mapping: input.mapping ?? null,
    plan: input.plan ?? null,
    reading: input.reading ?? null,
    policy: input.policy ?? null,
    updated_at: row.updated_at,
    used_at: row.updated_at,
  }
  store.mappings.set(key, saved)
  return { data: saved }
}
