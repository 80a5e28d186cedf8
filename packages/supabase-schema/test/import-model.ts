import type { DuplicatesInFile, FieldPolicy, ImportMode, ModelField } from '@headwater/core'
import fc from 'fast-check'

// The rules of an import in plain words of a program: one row after another, no set, no SQL, nothing shared with the worker.

type Value = string | number
type Data = Record<string, Value>

/** Cells with what they are read as: a value, nothing, or something that the field doesn't take. */
const cells = {
  name: [
    ['Ada', 'Ada'],
    ['  Ada ', 'Ada'],
    ['ada', 'ada'],
    ['Alan', 'Alan'],
    ['Grace', 'Grace'],
    ['', null],
  ],
  email: [
    ['ada@x.org', 'ada@x.org'],
    ['ADA@X.org', 'ADA@x.org'],
    ['alan@x.org', 'alan@x.org'],
    ['grace@x.org', 'grace@x.org'],
    ['g2@x.org', 'g2@x.org'],
    ['g3@x.org', 'g3@x.org'],
    ['g4@x.org', 'g4@x.org'],
    ['g5@x.org', 'g5@x.org'],
    ['g6@x.org', 'g6@x.org'],
    ['no address', undefined],
    ['', null],
  ],
  amount: [
    [1, 1],
    ['1.0', 1],
    ['2', 2],
    [30.5, 30.5],
    ['many', undefined],
    [null, null],
  ],
  since: [
    ['2026-01-31', '2026-01-31'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2025-12-01', '2025-12-01'],
    ['', null],
  ],
} satisfies Record<string, (readonly [string | number | null, Value | null | undefined])[]>

type FieldName = keyof typeof cells
const fieldNames: readonly FieldName[] = ['name', 'email', 'amount', 'since']

/** One import to try: what is there, what the file brings, and what is asked for. */
export interface ImportCase {
  unique: readonly FieldName[]
  records: readonly Data[]
  rows: readonly Partial<Record<FieldName, number>>[]
  mode: ImportMode
  keyFields: readonly FieldName[]
  policies: Partial<Record<FieldName, FieldPolicy>>
  newestBy: 'since' | null
  duplicates: DuplicatesInFile
}

const indexOf = (name: FieldName) => fc.nat({ max: cells[name].length - 1 })
const row = fc.record(
  { name: indexOf('name'), email: indexOf('email'), amount: indexOf('amount'), since: indexOf('since') },
  { requiredKeys: ['email', 'name'] },
)
const typed = (name: FieldName) =>
  fc.constantFrom(
    ...cells[name].flatMap(([, value]) => (value === null || value === undefined ? [] : [value])),
  )
const record = fc.record(
  { name: typed('name'), email: typed('email'), amount: typed('amount'), since: typed('since') },
  { requiredKeys: ['name'] },
)
const policy = fc.constantFrom<FieldPolicy>('overwrite', 'fill_blank', 'never', 'newest')

/** Imports of every kind, small enough that their rows meet. */
export const importCases: fc.Arbitrary<ImportCase> = fc
  .record({
    unique: fc.constantFrom<readonly FieldName[]>([], ['email'], ['name'], ['name', 'email']),
    records: fc.array(record, { maxLength: 6 }),
    rows: fc.array(row, { minLength: 1, maxLength: 14, size: 'max' }),
    mode: fc.constantFrom<ImportMode>('insert', 'upsert', 'upsert', 'update', 'skip_duplicates'),
    keys: fc.constantFrom<readonly FieldName[]>(
      ['email'],
      ['name'],
      ['amount'],
      ['name', 'amount'],
      ['email', 'name'],
    ),
    policies: fc.record({ name: policy, email: policy, amount: policy, since: policy }, { requiredKeys: [] }),
    newestBy: fc.constantFrom('since' as const, null),
    duplicates: fc.constantFrom<DuplicatesInFile>('first', 'last'),
  })
  .map(({ keys, records, ...rest }) => ({
    ...rest,
    keyFields: rest.mode === 'insert' ? [] : keys,
    records: withoutTaken(records, rest.unique),
  }))

function folded(value: Value | undefined): string | null {
  return value === undefined ? null : String(value).toLowerCase()
}

function withoutTaken(records: readonly Data[], unique: readonly FieldName[]): Data[] {
  const kept: Data[] = []
  for (const candidate of records)
    if (
      !kept.some((other) =>
        unique.some(
          (name) => folded(other[name]) !== null && folded(other[name]) === folded(candidate[name]),
        ),
      )
    )
      kept.push(candidate)
  return kept
}

/** The fields of a case's model. */
export function fieldsOf({ unique }: ImportCase): ModelField[] {
  const types = { name: 'text', email: 'email', amount: 'number', since: 'date' } as const
  return fieldNames.map((name) => ({
    id: name,
    name,
    type: types[name],
    required: name === 'name',
    unique: unique.includes(name),
  }))
}

/** The file of a case, one object a line. */
export function fileOf({ rows }: ImportCase): string {
  const line = (cellsOf: ImportCase['rows'][number]) =>
    JSON.stringify(
      Object.fromEntries(
        fieldNames.flatMap((name) =>
          cellsOf[name] === undefined ? [] : [[name, cells[name][cellsOf[name]]?.[0]]],
        ),
      ),
    )
  return `${rows.map(line).join('\n')}\n`
}

/** What became of the rows, and of the records that were there: by their position, then those that were added. */
export interface ModelOutcome {
  counts: Record<'inserted' | 'updated' | 'unchanged' | 'skipped' | 'failed' | 'conflict', number>
  records: { data: Data; touched: boolean }[]
}

/** Says what an import does. The records that are there were last changed before it was asked for. */
export function importByTheBook(input: ImportCase): ModelOutcome {
  const { mode, keyFields, unique, policies, newestBy, duplicates } = input
  const counts = { inserted: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, conflict: 0 }
  const records = input.records.map((data) => ({ data: { ...data }, touched: false }))

  function read(cellsOf: ImportCase['rows'][number]): Data | null {
    const data: Data = {}
    for (const name of fieldNames) {
      const index = cellsOf[name]
      const value = index === undefined ? null : cells[name][index]?.[1]
      if (value === undefined) return null
      if (value !== null) data[name] = value
    }
    if (mode === 'insert' && data['name'] === undefined) return null
    return keyFields.some((name) => data[name] === undefined) ? null : data
  }

  function keyOf(data: Data): string | null {
    const parts = keyFields.map((name) => {
      const value = data[name]
      return name === 'email' || unique.includes(name) ? folded(value) : (value ?? null)
    })
    return parts.includes(null) ? null : JSON.stringify(parts)
  }

  const rows = input.rows.map(read)
  const counting = new Map<string, number>()
  rows.forEach((data, index) => {
    const key = data === null ? null : keyOf(data)
    if (key !== null && (duplicates === 'last' || !counting.has(key))) counting.set(key, index)
  })

  function isTaken(after: Data, self: { data: Data } | null): boolean {
    return records.some(
      (other) =>
        other !== self &&
        unique.some(
          (name) => folded(after[name]) !== null && folded(other.data[name]) === folded(after[name]),
        ),
    )
  }

  function merged(before: Data, brought: Data): Data {
    const after = { ...before }
    for (const name of fieldNames) {
      const value = brought[name]
      if (value === undefined) continue
      const rule = name === newestBy ? 'newest' : (policies[name] ?? 'overwrite')
      const [mine, theirs] = [before['since'], brought['since']]
      const isNewer = newestBy === null || (theirs !== undefined && (mine === undefined || theirs > mine))
      if (
        rule === 'overwrite' ||
        (rule === 'fill_blank' && before[name] === undefined) ||
        (rule === 'newest' && isNewer)
      )
        after[name] = value
    }
    return after
  }

  rows.forEach((data, index) => {
    if (data === null) return counts.failed++
    const key = keyOf(data)
    if (mode !== 'insert' && counting.get(key ?? '') !== index) return counts.skipped++
    const found = mode === 'insert' ? [] : records.filter((candidate) => keyOf(candidate.data) === key)
    if (found.length > 0 && mode === 'skip_duplicates') return counts.skipped++
    if (found.length > 1) {
      counts.conflict++
      return counts.failed++
    }
    const [only] = found
    if (!only) {
      if (mode === 'update') return counts.skipped++
      if (data['name'] === undefined || isTaken(data, null)) return counts.failed++
      records.push({ data, touched: true })
      return counts.inserted++
    }
    const after = merged(only.data, data)
    if (fieldNames.every((name) => after[name] === only.data[name])) return counts.unchanged++
    if (isTaken(after, only)) return counts.failed++
    only.data = after
    only.touched = true
    return counts.updated++
  })
  return { counts, records }
}
