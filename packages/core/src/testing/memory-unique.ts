import type { DataRecord, ModelField, RecordData } from '../contracts/index.ts'

function keyOf(data: RecordData, field: string): string | null {
  const value = Object.hasOwn(data, field) ? data[field] : undefined
  if (value === undefined || value === null) return null
  return (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase()
}

/** A value of a unique field that another record has. */
export interface TakenValue<Row> {
  row: Row
  field: string
}

/** Finds the rows whose unique values are taken, by the kept records or by a row before them; letter case ignored. */
export function takenValues<Row extends { data: RecordData }>(
  fields: readonly ModelField[],
  kept: Iterable<DataRecord>,
  rows: readonly Row[],
): TakenValue<Row>[] {
  const unique = fields.filter((field) => field.unique === true).map((field) => field.name)
  if (unique.length === 0) return []
  const keys = new Map(unique.map((field) => [field, new Set<string>()]))
  for (const { data } of kept)
    for (const [field, known] of keys) {
      const key = keyOf(data, field)
      if (key !== null) known.add(key)
    }
  const taken: TakenValue<Row>[] = []
  for (const row of rows)
    for (const [field, known] of keys) {
      const key = keyOf(row.data, field)
      if (key === null) continue
      if (known.has(key)) taken.push({ row, field })
      known.add(key)
    }
  return taken
}

/** The fields of a record whose unique values another one has. */
export function takenFields(
  { id: modelId, fields }: { id: string; fields: readonly ModelField[] },
  records: Iterable<DataRecord>,
  record: { id: string | null; data: RecordData },
): string[] {
  const own = fields.flatMap(({ name, unique }) => {
    const key = unique === true ? keyOf(record.data, name) : null
    return key === null ? [] : [{ name, key }]
  })
  if (own.length === 0) return []
  const taken = new Set<string>()
  for (const other of records)
    if (other.model_id === modelId && other.id !== record.id)
      for (const { name, key } of own) if (keyOf(other.data, name) === key) taken.add(name)
  return own.flatMap(({ name }) => (taken.has(name) ? [name] : []))
}
