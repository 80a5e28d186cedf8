import { rowCheckpointSchema } from '@headwater/core/csv'
import {
  duplicatesInFileSchema,
  fieldPolicySchema,
  importFileTypeSchema,
  importMappingSchema,
  importModeSchema,
  importPlanSchema,
  modelFieldsSchema,
  onInvalidSchema,
  readingOptionsSchema,
} from '@headwater/core/contracts'
import type postgres from 'postgres'
import * as z from 'zod/mini'

const checkpointSchema = z.object({
  /**
   * `scan` reads the file once; `try` asks the database about its rows, where one that it refuses ends the import; `load` alone writes records. An undo reads
   * no file.
   */
  phase: z.enum(['scan', 'try', 'load', 'undo']),
  reader: z.nullable(rowCheckpointSchema),
  counted: z.int(),
  invalid: z.int(),
  mapping: z.nullable(importMappingSchema),
  /** How often the message had been taken at the last commit: more tries than that made no progress. */
  reads: z.int(),
  /** The last row that an undo took back: the ones before it remain. */
  undo_row: z.nullable(z.int()),
})

/** Where a job goes on. */
export type JobCheckpoint = z.infer<typeof checkpointSchema>

const jobSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  agency_id: z.string(),
  model_id: z.string(),
  file_url: z.string(),
  file_type: importFileTypeSchema,
  file_size: z.nullable(z.int()),
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
  dry_run_of: z.nullable(z.string()),
  undo_of: z.nullable(z.guid()),
  status: z.string(),
  checkpoint: z.nullable(checkpointSchema),
  fields: modelFieldsSchema,
  /** When the import was asked for: its records' time, whichever batch they came with, so that they list in the file's order. */
  created_at: z.string(),
})

/** An import as the worker sees it, with its model's fields. */
export type Job = z.infer<typeof jobSchema>

/** Whether any field of the job's model is unique. */
export function hasUniqueFields({ fields }: Job): boolean {
  return fields.some((field) => field.unique === true)
}

/** Whether the database may refuse rows that the check takes. */
export function mayBeRefused(job: Job): boolean {
  return hasUniqueFields(job) || job.key_fields.length > 0
}

/** A job's turn. */
export interface Message {
  id: string
  importJobId: string
  readCount: number
}

const messageSchema = z.object({
  msg_id: z.coerce.string(),
  read_ct: z.coerce.number(),
  message: z.object({ import_job_id: z.string() }),
})

/**
 * Takes the message of the tenant whose last turn is longest ago, for some seconds; it comes back by itself when this worker dies. None of a tenant that has
 * as many slices under way as it may.
 */
export async function takeMessage(
  sql: postgres.Sql,
  { visibilitySeconds, slicesPerTenant }: { visibilitySeconds: number; slicesPerTenant: number },
): Promise<Message | null> {
  const [row] =
    await sql`select * from headwater.take_import_turn(${visibilitySeconds}::integer, ${slicesPerTenant}::integer)`
  if (!row) return null
  const { msg_id, read_ct, message } = messageSchema.parse(row)
  return { id: msg_id, importJobId: message.import_job_id, readCount: read_ct }
}

/** Reads a job: null when it or its model is gone, `unreadable` when its settings are none, as one that was written past the API may have. */
export async function readJob(sql: postgres.Sql, id: string): Promise<Job | 'unreadable' | null> {
  const [row] = await sql`
    select j.id, j.user_id, j.agency_id, j.model_id, j.file_url, j.file_type, j.file_size, j.mapping, j.plan, j.reading, j.on_invalid, j.mode, j.key_fields,
      j.field_policies, j.newest_by, j.duplicates_in_file, j.dry_run, j.dry_run_of, j.undo_of, j.status, j.checkpoint, j.created_at::text, m.fields
    from public.import_jobs j join public.data_models m on m.id = j.model_id where j.id = ${id}`
  if (!row) return null
  return jobSchema.safeParse(row).data ?? 'unreadable'
}

/** Reads where a job stands now. */
export async function readCheckpoint(sql: postgres.Sql, { id }: Job): Promise<JobCheckpoint | null> {
  const [row] = await sql`select checkpoint from public.import_jobs where id = ${id}`
  return z.nullable(checkpointSchema).parse(row?.['checkpoint'] ?? null)
}

/** What a job begins with. */
export const firstCheckpoint: JobCheckpoint = {
  phase: 'scan',
  reader: null,
  counted: 0,
  invalid: 0,
  mapping: null,
  reads: 0,
  undo_row: null,
}
