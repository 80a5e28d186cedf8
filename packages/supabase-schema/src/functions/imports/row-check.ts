import type { ImportMapping, RecordData, RowIssue } from '@headwater/core/contracts'
import { ImportFileError, type SourceRow } from '@headwater/core/csv'
import { proposeMapping } from '@headwater/core/inference'
import { compileRowPlan, isPlanError } from '@headwater/core/transforms'
import { compileRecordChecker } from '@headwater/core/validation'
import type { CheckRow } from './batch.ts'
import type { Job } from './job.ts'

/** Fields that every file for the job has to fill: a row that changes a record may lack what the record has. */
function neededFields({ mode, fields, key_fields }: Job): string[] {
  const required = fields.filter((field) => field.required === true).map((field) => field.name)
  return mode === 'insert' || mode === 'skip_duplicates'
    ? [...new Set([...required, ...key_fields])]
    : key_fields
}

/**
 * The job's mapping, or the sure one; what is not sure is the person's to say. A plan fills the fields itself: each is its own column then.
 * @throws ImportFileError MAPPING_REQUIRED, MAPPING_UNKNOWN_COLUMN
 */
export function mappingOf(job: Job, columns: readonly string[], head: readonly SourceRow[]): ImportMapping {
  const planned = Object.entries(job.plan ?? {})
  const given = job.plan ? Object.fromEntries(planned.map(([field]) => [field, field])) : job.mapping
  const named = job.plan ? planned.flatMap(([, field]) => field.columns) : Object.values(job.mapping ?? {})
  const absent = named.find((column) => job.file_type === 'csv' && !columns.includes(column))
  if (absent !== undefined)
    throw new ImportFileError(
      'MAPPING_UNKNOWN_COLUMN',
      `The file has no column named “${absent}”. Map the columns again.`,
    )
  const { mapping, ask } = given
    ? { mapping: given, ask: [] }
    : proposeMapping({ fields: job.fields, columns, rows: head.map(({ values }) => values) })
  const open = [...ask, ...neededFields(job).filter((name) => !Object.hasOwn(mapping, name))]
  if (open.length > 0) {
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      `No column surely fills ${[...new Set(open)].join(', ')}. Map the columns and import again.`,
    )
  }
  if (Object.keys(mapping).length === 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      'No column fits a field of the model. Map the columns and import again.',
    )
  return mapping
}

/** Compiles how a row's columns fill the model's fields, before they are checked. @throws ImportFileError PLAN_INVALID */
function compileFill({ plan }: Job): (values: SourceRow['values']) => SourceRow['values'] {
  if (plan === null) return (values) => values
  try {
    return compileRowPlan(plan)
  } catch (error) {
    if (isPlanError(error)) throw new ImportFileError('PLAN_INVALID', error.message)
    throw error
  }
}

/**
 * Compiles the check of the job's rows. Where records are matched, a row needs its key, and what a new record needs besides is asked for only
 * where one is to be made.
 */
export function compileRowCheck(job: Job, mapping: ImportMapping): CheckRow {
  const keyed = job.mode !== 'insert'
  const fields = keyed ? job.fields.map((field) => ({ ...field, required: false })) : job.fields
  const check = compileRecordChecker(fields, job.plan ? {} : { mapping })
  const fill = compileFill(job)
  const keys = job.key_fields.map((name) => ({
    name,
    label: job.fields.find((field) => field.name === name)?.label ?? name,
  }))
  return (row) => {
    if (row.issue) return { ok: false, issues: [row.issue] }
    const outcome = check(fill(row.values))
    if (!outcome.ok || !keyed) return outcome
    const blank = keys.filter(({ name }) => !Object.hasOwn(outcome.data, name))
    if (blank.length === 0) return outcome
    const issues = blank.map(({ name, label }): RowIssue => ({
      field: name,
      code: 'KEY_BLANK',
      message: `${label} is empty. It tells which record the row is about.`,
      value: null,
    }))
    return { ok: false, issues }
  }
}

/** Compiles what reads the key alone of a row: null where it is blank or invalid, so that the row is rejected. */
export function compileKeyReader(job: Job, mapping: ImportMapping): (row: SourceRow) => RecordData | null {
  const fields = job.fields
    .filter((field) => job.key_fields.includes(field.name))
    .map((field) => ({ ...field, required: true }))
  const check = compileRecordChecker(fields, job.plan ? {} : { mapping })
  const fill = compileFill(job)
  return (row) => {
    const outcome = row.issue ? null : check(fill(row.values))
    return outcome?.ok ? outcome.data : null
  }
}
