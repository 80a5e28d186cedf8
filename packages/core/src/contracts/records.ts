import * as z from 'zod/mini'
import { countSchema, idSchema, jsonSchema, timestampSchema } from './scalars.ts'

/** The most rows that one page or one bulk request may carry. */
export const MAX_PAGE_SIZE = 1000

/** Parses a record's values, keyed by field name. */
export const recordDataSchema = z.record(z.string(), jsonSchema)

/** A record's values, keyed by field name. */
export type RecordData = z.infer<typeof recordDataSchema>

/** Parses a row of `public.records`. */
export const recordSchema = z.object({
  id: idSchema,
  model_id: idSchema,
  user_id: idSchema,
  agency_id: idSchema,
  data: recordDataSchema,
  import_job_id: z.nullable(idSchema),
  import_row: z.nullable(countSchema),
  created_at: timestampSchema,
  updated_at: timestampSchema,
})

/** One record of a data model. `import_row` is its row in the file it came from. */
export type DataRecord = z.infer<typeof recordSchema>

/** Parses the body of `POST /data-hub-api/records`. */
export const createRecordSchema = z.strictObject({ model_id: idSchema, data: recordDataSchema })

/** What a new record is made of. */
export type CreateRecord = z.infer<typeof createRecordSchema>

/** Parses the body of `PUT /data-hub-api/records/{id}`: the values to change; a null clears one. */
export const updateRecordSchema = z.strictObject({ data: recordDataSchema })

/** The values of a record to change; a null clears one. */
export type UpdateRecord = z.infer<typeof updateRecordSchema>

/** Parses the body of `POST /data-hub-api/import`: up to {@link MAX_PAGE_SIZE} records at once. */
export const bulkImportSchema = z.strictObject({
  model_id: idSchema,
  records: z.array(recordDataSchema).check(z.minLength(1), z.maxLength(MAX_PAGE_SIZE)),
  on_invalid: z.optional(z.enum(['skip', 'block'])),
})

/** Records to add at once. Invalid ones are skipped and reported, or block the whole request. */
export type BulkImport = z.infer<typeof bulkImportSchema>

/** Parses the operators of a record filter. */
export const recordFilterOperatorSchema = z.enum([
  'eq',
  'neq',
  'contains',
  'starts_with',
  'gt',
  'gte',
  'lt',
  'lte',
  'empty',
  'not_empty',
])

/** Parses one condition on one field. */
export const recordFilterSchema = z.strictObject({
  field: z.string(),
  operator: recordFilterOperatorSchema,
  value: z.optional(z.union([z.string(), z.number(), z.boolean()])),
})

/** One condition on one field; `empty` and `not_empty` take no value. */
export type RecordFilter = z.infer<typeof recordFilterSchema>

/** Parses what `GET /data-hub-api/records` lists; `sort` and `filters` travel as JSON text in the query string. */
export const recordQuerySchema = z.strictObject({
  model_id: idSchema,
  /** Rows to skip. @default 0 */
  offset: z.optional(countSchema),
  /** Rows to return, at most {@link MAX_PAGE_SIZE}. @default 100 */
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_PAGE_SIZE))),
  /** A field's name, or `created_at` or `updated_at`. @default newest first */
  sort: z.optional(z.strictObject({ field: z.string(), direction: z.enum(['asc', 'desc']) })),
  /** All must hold. */
  filters: z.optional(z.array(recordFilterSchema).check(z.maxLength(20))),
  /** Text that any field contains, letter case ignored. */
  search: z.optional(z.string().check(z.maxLength(200))),
})

/** Which records to list, in which order. */
export type RecordQuery = z.infer<typeof recordQuerySchema>

/** Parses a page of records with the count of all that match. */
export const recordPageSchema = z.object({ records: z.array(recordSchema), total: countSchema })

/** A page of records; `total` counts all that match the query. */
export type RecordPage = z.infer<typeof recordPageSchema>
