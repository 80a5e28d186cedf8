import type { DataRecord, Json, RecordData, RecordFilter, RecordQuery } from '../contracts/index.ts'
import { MemoryProblem } from './memory-problem.ts'

/** How jsonb orders values of different types. */
const typeOrder = ['null', 'string', 'number', 'boolean', 'object']

function typeRank(value: Json): number {
  return typeOrder.indexOf(value === null ? 'null' : typeof value)
}

function compareJson(left: Json, right: Json): number {
  const byType = typeRank(left) - typeRank(right)
  if (byType !== 0) return byType
  const [a, b] = [left, right].map((value) => (typeof value === 'object' ? JSON.stringify(value) : value))
  if (a === b || a === undefined || b === undefined) return 0
  return a < b ? -1 : 1
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A field may be named as one of an object's own methods. */
function valueOf(data: RecordData, field: string): Json | undefined {
  return Object.hasOwn(data, field) ? data[field] : undefined
}

function holds({ field, operator, value }: RecordFilter, { data }: DataRecord): boolean {
  const stored = valueOf(data, field)
  const text = textOf(stored).toLowerCase()
  if (operator === 'empty') return text === ''
  if (operator === 'not_empty') return text !== ''
  if (value === undefined)
    throw new MemoryProblem('VALIDATION_FAILED', `The filter on ${field} needs a value.`)
  if (operator === 'neq') return stored === undefined || compareJson(stored, value) !== 0
  if (stored === undefined) return false
  if (operator === 'contains') return text.includes(String(value).toLowerCase())
  if (operator === 'starts_with') return text.startsWith(String(value).toLowerCase())
  const order = compareJson(stored, value)
  if (operator === 'eq') return order === 0
  if (operator === 'gt') return order > 0
  if (operator === 'gte') return order >= 0
  return operator === 'lt' ? order < 0 : order <= 0
}

function byId(left: DataRecord, right: DataRecord): number {
  return left.id < right.id ? -1 : 1
}

function comparatorOf({ field, direction }: NonNullable<RecordQuery['sort']>) {
  const sign = direction === 'asc' ? 1 : -1
  if (field === 'created_at' || field === 'updated_at') {
    return (left: DataRecord, right: DataRecord) =>
      sign * (Date.parse(left[field]) - Date.parse(right[field])) ||
      (field === 'created_at' ? (left.import_row ?? -1) - (right.import_row ?? -1) : 0) ||
      byId(left, right)
  }
  // Records without the value come last, whichever the direction.
  return (left: DataRecord, right: DataRecord) => {
    const [a, b] = [valueOf(left.data, field), valueOf(right.data, field)]
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined) || byId(left, right)
    return sign * compareJson(a, b) || byId(left, right)
  }
}

/** Gives the records that match, in the query's order; paging is the caller's. */
export function matchingRecords(records: Iterable<DataRecord>, query: RecordQuery): DataRecord[] {
  const search = query.search?.toLowerCase() ?? ''
  const filters = query.filters ?? []
  return [...records]
    .filter(
      (record) => record.model_id === query.model_id && filters.every((filter) => holds(filter, record)),
    )
    .filter(
      ({ data }) =>
        search === '' || Object.values(data).some((value) => textOf(value).toLowerCase().includes(search)),
    )
    .toSorted(comparatorOf(query.sort ?? { field: 'created_at', direction: 'desc' }))
}
