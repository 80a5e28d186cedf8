import * as z from 'zod/mini'
import { recordDataSchema } from './records.ts'
import { countSchema, idSchema, timestampSchema } from './scalars.ts'

/** Parses what an import did, or would do, with a row. */
export const importActionSchema = z.enum(['insert', 'update', 'delete', 'unchanged', 'skip'])

/** `insert`, `update`, `unchanged` or `skip`; an undo also does `delete`. */
export type ImportAction = z.infer<typeof importActionSchema>

/** Parses why a row was skipped. */
export const skipReasonSchema = z.enum(['DUPLICATE_IN_FILE', 'EXISTS', 'NO_MATCH'])

/** `DUPLICATE_IN_FILE`: another row with the key counts; `EXISTS`: a record has the key; `NO_MATCH`: none has. */
export type SkipReason = z.infer<typeof skipReasonSchema>

/** Parses one change of an import, or one sample of a dry run. */
export const importChangeSchema = z.object({
  import_job_id: idSchema,
  row_number: z.int(),
  /** The record that was changed; null where there is none. */
  record_id: z.nullable(idSchema),
  action: importActionSchema,
  reason: z.nullable(skipReasonSchema),
  /** The row of the file that counted instead, where the reason is `DUPLICATE_IN_FILE`. */
  other_row: z.nullable(z.int()),
  /** The record's values before; null where there was none. */
  before: z.nullable(recordDataSchema),
  /** The record's values after; null where there is none any more. */
  after: z.nullable(recordDataSchema),
  created_at: timestampSchema,
})

/** What an import did to one record: the audit of a job, and the samples of a dry run. */
export type ImportChange = z.infer<typeof importChangeSchema>

/** Parses a page of changes. */
export const importChangePageSchema = z.object({ changes: z.array(importChangeSchema), total: countSchema })

/** A page of changes in the file's order; `total` counts those that are kept. */
export type ImportChangePage = z.infer<typeof importChangePageSchema>
