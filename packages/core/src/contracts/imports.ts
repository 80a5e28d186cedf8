import * as z from 'zod/mini'
import { countSchema, idSchema, jsonSchema, timestampSchema } from './scalars.ts'

/** The largest file an import takes, in bytes (10 MB), unless the project raises it. Source: data-hub spec, "File Upload Security". */
export const DEFAULT_MAX_IMPORT_BYTES = 10 * 1024 * 1024

/** The storage bucket that holds files to import. */
export const IMPORTS_BUCKET = 'imports'

/** Parses the kind of an import's file. */
export const importFileTypeSchema = z.enum(['csv', 'json'])

/** `csv`, or `json` (an array of objects). */
export type ImportFileType = z.infer<typeof importFileTypeSchema>

/** Parses what happens to a file with invalid rows. */
export const onInvalidSchema = z.enum(['skip', 'block'])

/** `skip` imports the valid rows and explains the others; `block` imports nothing while one row is invalid. */
export type OnInvalid = z.infer<typeof onInvalidSchema>

/** Parses the states of an import. */
export const importStatusSchema = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled'])

/** Where an import stands. `completed`, `failed` and `cancelled` are final. */
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
export const createImportJobSchema = z.strictObject({
  model_id: idSchema,
  /** The object's path in bucket `imports`. */
  file_url: importFileUrlSchema,
  file_type: importFileTypeSchema,
  /** Columns are matched by name and values when absent; a required field without a sure match fails the job. */
  mapping: z.optional(importMappingSchema),
  /** @default 'skip' */
  on_invalid: z.optional(onInvalidSchema),
  /** Import a file that this model already took. @default false: such a request answers 409 `IMPORT_DUPLICATE`. */
  allow_duplicate: z.optional(z.boolean()),
})

/** What a new import is made of. */
export type CreateImportJob = z.infer<typeof createImportJobSchema>

/**
 * Parses a row of `public.import_jobs`.
 *
 * `total_records` is null until the file has been read once; then it is exact. `processed_records` = `imported_records` +
 * `failed_records` counts rows whose outcome is committed.
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
  mapping: z.nullable(importMappingSchema),
  on_invalid: onInvalidSchema,
  status: importStatusSchema,
  total_records: z.nullable(countSchema),
  processed_records: countSchema,
  imported_records: countSchema,
  failed_records: countSchema,
  /** Registered code of what ended a failed job; see ERROR_CODES.md. */
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  created_at: timestampSchema,
  updated_at: timestampSchema,
  started_at: z.nullable(timestampSchema),
  finished_at: z.nullable(timestampSchema),
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
  'TOO_LONG',
  'TOO_FEW_CELLS',
  'TOO_MANY_CELLS',
  'NOT_AN_OBJECT',
  'UNSAFE_KEY',
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
