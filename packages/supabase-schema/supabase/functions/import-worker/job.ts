import { rowCheckpointSchema } from '@headwater/core/csv'
import {
  importFileTypeSchema,
  importMappingSchema,
  modelFieldsSchema,
  onInvalidSchema,
} from '@headwater/core/contracts'
import type postgres from 'postgres'
import * as z from 'zod/mini'

const checkpointSchema = z.object({
  /** `scan` reads the file once and writes no record; `load` writes them. */
  phase: z.enum(['scan', 'load']),
  reader: z.nullable(rowCheckpointSchema),
  counted: z.int(),
  invalid: z.int(),
  mapping: z.nullable(importMappingSchema),
  /** How often the message had been taken at the last commit: more tries than that made no progress. */
  reads: z.int(),
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
  mapping: z.nullable(importMappingSchema),
  on_invalid: onInvalidSchema,
  status: z.string(),
  checkpoint: z.nullable(checkpointSchema),
  fields: modelFieldsSchema,
  /** When the import was asked for: its records' time, whichever batch they came with, so that they list in the file's order. */
  created_at: z.string(),
})

/** An import as the worker sees it, with its model's fields. */
export type Job = z.infer<typeof jobSchema>

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

/** Takes the next message for some seconds; it comes back by itself when this worker dies. */
export async function takeMessage(sql: postgres.Sql, visibilitySeconds: number): Promise<Message | null> {
  const [row] =
    await sql`select msg_id, read_ct, message from pgmq.read('import_jobs', ${visibilitySeconds}, 1)`
  if (!row) return null
  const { msg_id, read_ct, message } = messageSchema.parse(row)
  return { id: msg_id, importJobId: message.import_job_id, readCount: read_ct }
}

/** Reads a job, or null when it or its model is gone. */
export async function readJob(sql: postgres.Sql, id: string): Promise<Job | null> {
  const [row] = await sql`
    select j.id, j.user_id, j.agency_id, j.model_id, j.file_url, j.file_type, j.mapping, j.on_invalid, j.status, j.checkpoint, j.created_at::text, m.fields
    from public.import_jobs j join public.data_models m on m.id = j.model_id where j.id = ${id}`
  return row ? jobSchema.parse(row) : null
}

/** What a job begins with. */
export const firstCheckpoint: JobCheckpoint = {
  phase: 'scan',
  reader: null,
  counted: 0,
  invalid: 0,
  mapping: null,
  reads: 0,
}
