import * as z from 'zod/mini'
import {
  duplicatesInFileSchema,
  fieldPolicySchema,
  hasFittingKeys,
  importModeSchema,
  importPolicyShape,
} from './import-policies.ts'
import { readingOptionsSchema } from './reading.ts'
import { countSchema, idSchema, jsonSchema, timestampSchema } from './scalars.ts'
import { importPlanSchema } from './transforms.ts'

/** Parses the kind of an import's file. */
export const importFileTypeSchema = z.enum(['csv', 'json', 'ndjson'])

/** `csv`, `json` (an array of objects) or `ndjson` (one object a line). */
export type ImportFileType = z.infer<typeof importFileTypeSchema>

/** Parses what happens to a file with invalid rows. */
export const onInvalidSchema = z.enum(['skip', 'block'])

/** `skip` imports the valid rows and explains the others; `block` imports nothing while one row is invalid. */
export type OnInvalid = z.infer<typeof onInvalidSchema>

/** Parses the states of an import. */
export const importStatusSchema = z.enum([
  'pending',
  'processing',
  'paused',
  'completed',
  'failed',
  'cancelled',
])

/** Where an import stands. `completed`, `failed` and `cancelled` are final; a `paused` one goes on where it was resumed. */
export type ImportStatus = z.infer<typeof importStatusSchema>

/**
 * Parses a column mapping: field name to column name. A CSV's columns are named by `nameColumns` of `@headwater/core/csv` (blank
 * and repeated headers get names of their own), a JSON array's by their keys. Columns that no field names are left out.
 */
export const importMappingSchema = z.record(z.string(), z.string())

/** Field name to column name. */
export type ImportMapping = z.infer<typeof importMappingSchema>

/** Parses an object path in the bucket: `<user id>/...`, no empty, `.` or `..` part. */
export const importFileUrlSchema = z.string().check(
  z.maxLength(1024),
  z.refine((path) => {
    const parts = path.split('/')
    return (
      parts.length >= 2 &&
      !/[\p{Cc}\\]/u.test(path) &&
      parts.every((part) => part !== '' && part !== '.' && part !== '..')
    )
  }, 'Use the path of an object in the bucket "imports", beginning with your user id.'),
)

/** Parses the body of `POST /data-hub-api/import-jobs`. */
export const createImportJobSchema = z
  .strictObject({
    model_id: idSchema,
    /** The object's path in bucket `imports`. */
    file_url: importFileUrlSchema,
    file_type: importFileTypeSchema,
    /** Columns are matched by name and values when absent; a required field without a sure match fails the job. */
    mapping: z.optional(importMappingSchema),
    /** How each field is filled; stands before `mapping`, which is then left out. */
    plan: z.optional(importPlanSchema),
    /** How the file is read. @default told from the file's head */
    reading: z.optional(readingOptionsSchema),
    /** @default 'skip' */
    on_invalid: z.optional(onInvalidSchema),
    ...importPolicyShape,
    /** Say what the import would do, and do nothing. @default false */
    dry_run: z.optional(z.boolean()),
    /** The completed dry run of the same file and settings: when the counts differ at the end, `differences` says so. */
    dry_run_of: z.optional(idSchema),
    /** Import a file that this model already took. @default false: such a request answers 409 `IMPORT_DUPLICATE`. */
    allow_duplicate: z.optional(z.boolean()),
  })
  .check(
    z.refine(hasFittingKeys, {
      path: ['key_fields'],
      message: 'Name one to five different key fields, or none where every row is to be inserted.',
    }),
    z.refine(({ dry_run, dry_run_of }) => dry_run !== true || dry_run_of === undefined, {
      path: ['dry_run_of'],
      message: 'A dry run has no dry run of its own.',
    }),
  )

/** What a new import is made of. */
export type CreateImportJob = z.infer<typeof createImportJobSchema>

/** Parses the body of `POST /data-hub-api/import-jobs/{id}/again`. */
export const repeatImportSchema = z.strictObject({
  /** Another stored file with the same columns. @default the file of the import that is repeated */
  file_url: z.optional(importFileUrlSchema),
  /** @default false */
  dry_run: z.optional(z.boolean()),
})

/** What is different when an import is repeated. */
export type RepeatImport = z.infer<typeof repeatImportSchema>

/** The counters that a dry run foretells. */
export const foretoldCounters = [
  'inserted_records',
  'updated_records',
  'unchanged_records',
  'skipped_records',
  'conflict_records',
  'failed_records',
] as const

/** One of the counters that a dry run foretells. */
export type ForetoldCounter = (typeof foretoldCounters)[number]

/** Parses by which counters an import differs from its dry run. */
export const importDifferencesSchema = z.partialRecord(
  z.enum(foretoldCounters),
  z.object({ expected: countSchema, actual: countSchema }),
)

/** Counters that differ from the dry run's, because data changed in between. */
export type ImportDifferences = z.infer<typeof importDifferencesSchema>

/**
 * Parses a row of `public.import_jobs`.
 *
 * `total_records` is null until the file has been read once; then it is exact. The counters are true at every commit and add up:
 * `processed_records` = `inserted` + `updated` + `unchanged` + `skipped` + `failed` + `reversed` + `kept`, of which `imported_records` =
 * `inserted` + `updated`, and `conflict_records` are those of the failed rows whose key fits several records. A dry run's counters say
 * what would be; an undo counts `reversed`, `kept` (changed since), `failed`, and `unchanged` (gone or taken back already).
 */
export const importJobSchema = z.object({
  id: idSchema,
  user_id: idSchema,
  agency_id: idSchema,
  model_id: idSchema,
  file_url: z.string(),
  file_name: z.string(),
  file_type: importFileTypeSchema,
  file_size: z.nullable(countSchema),
  /** The mapping that was asked for; once the file has been read, the one that is used. */
  mapping: z.nullable(importMappingSchema),
  plan: z.nullable(importPlanSchema),
  reading: z.nullable(readingOptionsSchema),
  on_invalid: onInvalidSchema,
  mode: importModeSchema,
  key_fields: z.array(z.string()),
  field_policies: z.record(z.string(), fieldPolicySchema),
  newest_by: z.nullable(z.string()),
  duplicates_in_file: duplicatesInFileSchema,
  dry_run: z.boolean(),
  dry_run_of: z.nullable(idSchema),
  /** The import whose changes this one takes back. */
  undo_of: z.nullable(idSchema),
  /** The import that this one repeats. */
  again_of: z.nullable(idSchema),
  status: importStatusSchema,
  total_records: z.nullable(countSchema),
  processed_records: countSchema,
  imported_records: countSchema,
  inserted_records: countSchema,
  updated_records: countSchema,
  unchanged_records: countSchema,
  skipped_records: countSchema,
  failed_records: countSchema,
  conflict_records: countSchema,
  reversed_records: countSchema,
  kept_records: countSchema,
  /** Null unless the counters differ from the dry run's. */
  differences: z.nullable(importDifferencesSchema),
  /** Registered code of what ended a failed job; see ERROR_CODES.md. */
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  created_at: timestampSchema,
  updated_at: timestampSchema,
  started_at: z.nullable(timestampSchema),
  finished_at: z.nullable(timestampSchema),
  /** Until when its changes can be taken back; null while it runs. */
  undo_until: z.nullable(timestampSchema),
  /** When its changes were taken back; null again when that was undone. */
  undone_at: z.nullable(timestampSchema),
})

/** An import of one file into one data model. */
export type ImportJob = z.infer<typeof importJobSchema>

/** The codes that say why a row was rejected. */
export const rowErrorCodes = [
  'REQUIRED',
  'INVALID_TYPE',
  'PATTERN',
  'TOO_SMALL',
  'TOO_LARGE',
  'NOT_AN_OPTION',
  'NOT_UNIQUE',
  'KEY_BLANK',
  'KEY_CONFLICT',
  'EDITED_SINCE',
  'DELETED_SINCE',
  'TOO_LONG',
  'TOO_FEW_CELLS',
  'TOO_MANY_CELLS',
  'NOT_AN_OBJECT',
  'UNSAFE_KEY',
  'UNCLOSED_QUOTE',
] as const

/** Parses the code of a rejected value. */
export const rowErrorCodeSchema = z.enum(rowErrorCodes)

/** Why a value or a row was rejected. */
export type RowErrorCode = z.infer<typeof rowErrorCodeSchema>

/** Parses one reason for rejecting a row; `field` and `value` are null where the whole row is at fault. */
export const rowIssueSchema = z.object({
  field: z.nullable(z.string()),
  code: rowErrorCodeSchema,
  message: z.string(),
  value: z.nullable(z.string()),
})

/** One reason for rejecting a row, in a sentence for people. */
export type RowIssue = z.infer<typeof rowIssueSchema>

/** Parses a row of `public.import_job_errors`. */
export const importJobErrorSchema = z.object({
  id: idSchema,
  import_job_id: idSchema,
  /** As a spreadsheet counts: the header is row 1. In a JSON array, the item's position from 1. */
  row_number: z.int().check(z.minimum(1)),
  errors: z.array(rowIssueSchema),
  /** The row as the file has it: column name to value. */
  raw: z.record(z.string(), jsonSchema),
  created_at: timestampSchema,
})

/** A rejected row with its reasons. */
export type ImportJobError = z.infer<typeof importJobErrorSchema>

/** Parses a page of rejected rows. */
export const importErrorPageSchema = z.object({ errors: z.array(importJobErrorSchema), total: countSchema })

/** A page of rejected rows; `total` counts them all. */
export type ImportErrorPage = z.infer<typeof importErrorPageSchema>

/** Parses what `POST /data-hub-api/import` answers. */
export const bulkImportResultSchema = z.object({
  imported: countSchema,
  failed: countSchema,
  errors: z.array(z.object({ row_number: z.int(), errors: z.array(rowIssueSchema) })),
})

/** What a bulk request did; `row_number` counts the request's records from 1. */
export type BulkImportResult = z.infer<typeof bulkImportResultSchema>
