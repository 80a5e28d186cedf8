import type { ImportJob, Json, ModelField, RecordData } from '../contracts/index.ts'

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim()
  return text === '' ? null : text
}

/** What tells a record apart by an import's key fields; null where one of them is blank. Emails and unique fields ignore letter case. */
export function matchKey(
  { key_fields }: Pick<ImportJob, 'key_fields'>,
  fields: readonly ModelField[],
  data: RecordData,
): string | null {
  const parts = key_fields.map((name) => {
    const field = fields.find((candidate) => candidate.name === name)
    const text = textOf(Object.hasOwn(data, name) ? data[name] : undefined)
    return text !== null && (field?.type === 'email' || field?.unique === true) ? text.toLowerCase() : text
  })
  return parts.length === 0 || parts.includes(null) ? null : JSON.stringify(parts)
}

type MergeRules = Pick<ImportJob, 'field_policies' | 'newest_by' | 'created_at'>

function isNewer(
  job: MergeRules,
  before: { data: RecordData; updated_at: string },
  row: RecordData,
): boolean {
  if (job.newest_by === null) return Date.parse(before.updated_at) < Date.parse(job.created_at)
  const [mine, theirs] = [textOf(before.data[job.newest_by]), textOf(row[job.newest_by])]
  return theirs !== null && (mine === null || theirs > mine)
}

/** A record's values after a row, by the import's policies. */
export function mergedData(
  job: MergeRules,
  before: { data: RecordData; updated_at: string },
  row: RecordData,
): RecordData {
  const after = { ...before.data }
  const newer = isNewer(job, before, row)
  for (const [name, value] of Object.entries(row)) {
    const policy = name === job.newest_by ? 'newest' : (job.field_policies[name] ?? 'overwrite')
    const blank = textOf(Object.hasOwn(before.data, name) ? before.data[name] : undefined) === null
    if (policy === 'overwrite' || (policy === 'fill_blank' && blank) || (policy === 'newest' && newer))
      after[name] = value
  }
  return after
}

/** Whether two records have the same values, in whatever order. */
export function hasSameData(left: RecordData, right: RecordData): boolean {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every(
      (name) => Object.hasOwn(right, name) && JSON.stringify(left[name]) === JSON.stringify(right[name]),
    )
  )
}
