import type { ReadingOptions } from '@headwater/core/contracts'
import postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
import { EditedMeanwhileError } from './apply.ts'
import type { RejectedRow } from './batch.ts'
import { hasUniqueFields, type Job, type JobCheckpoint, type Message } from './job.ts'

/** The job was paused, cancelled, deleted, or taken on by another worker: what this one prepared is dropped. */
export class LostTurnError extends Error {}

/** What follows a batch: the next one of this worker, or the job's end. */
export type Next =
  | { kind: 'more' }
  | { kind: 'scanned'; total: number }
  | { kind: 'completed' }
  | { kind: 'failed'; code: string; message: string }

/** What a batch did. */
export interface Effect {
  inserted?: number
  updated?: number
  unchanged?: number
  skipped?: number
  conflicts?: number
  reversed?: number
  /** Rows that are kept as rejected, with their reasons. */
  rejected: readonly RejectedRow[]
  /** How many of them an undo kept because somebody changed them since: they are not failed. */
  kept?: number
  /** How the file is read, once that is known. */
  reading?: ReadingOptions | null
  after: JobCheckpoint
  next: Next
}

/** What a batch did, whatever comes after it. */
export type BatchEffect = Omit<Effect, 'after' | 'next'>

async function keepRejected(sql: Transaction, job: Job, rejected: readonly RejectedRow[]): Promise<void> {
  if (rejected.length === 0) return
  const rows = rejected.map(({ rowNumber, issues, raw }) => ({ row_number: rowNumber, errors: issues, raw }))
  await sql`
    insert into public.import_job_errors (import_job_id, row_number, errors, raw)
    select ${job.id}, (value ->> 'row_number')::integer, (value -> 'errors')::jsonb, value -> 'raw'
    from json_array_elements(${JSON.stringify(rows)}::text::json)
    on conflict (import_job_id, row_number) do nothing`
}

async function keepCounts(sql: Transaction, job: Job, effect: Effect): Promise<void> {
  const { inserted = 0, updated = 0, kept = 0, after, next } = effect
  const ended = next.kind === 'completed' || next.kind === 'failed'
  await sql`
    update public.import_jobs set
      status = ${ended ? next.kind : 'processing'},
      imported_records = imported_records + ${inserted + updated},
      updated_records = updated_records + ${updated},
      unchanged_records = unchanged_records + ${effect.unchanged ?? 0},
      skipped_records = skipped_records + ${effect.skipped ?? 0},
      conflict_records = conflict_records + ${effect.conflicts ?? 0},
      reversed_records = reversed_records + ${effect.reversed ?? 0},
      kept_records = kept_records + ${kept},
      failed_records = failed_records + ${effect.rejected.length - kept},
      total_records = coalesce(${next.kind === 'scanned' ? next.total : null}, total_records),
      mapping = coalesce(mapping, ${after.mapping === null || job.plan !== null ? null : sql.json(after.mapping)}::jsonb),
      reading = coalesce(reading, ${effect.reading ? sql.json(JSON.parse(JSON.stringify(effect.reading))) : null}::jsonb),
      error_code = ${next.kind === 'failed' ? next.code : null},
      error_message = ${next.kind === 'failed' ? next.message : null},
      checkpoint = ${sql.json(after)},
      started_at = coalesce(started_at, now()),
      finished_at = case when ${ended} then now() end
    where id = ${job.id}`
  if (next.kind === 'completed' && job.dry_run_of !== null) await keepDifferences(sql, job)
}

/** Compares an import that is complete with its dry run. */
async function keepDifferences(sql: Transaction, job: Job): Promise<void> {
  await sql`
    update public.import_jobs j set differences = (
      select jsonb_object_agg(c.name, jsonb_build_object('expected', c.expected, 'actual', c.actual))
      from public.import_jobs d cross join lateral (values
        ('inserted_records', d.inserted_records, j.inserted_records), ('updated_records', d.updated_records, j.updated_records),
        ('unchanged_records', d.unchanged_records, j.unchanged_records), ('skipped_records', d.skipped_records, j.skipped_records),
        ('conflict_records', d.conflict_records, j.conflict_records), ('failed_records', d.failed_records, j.failed_records)
      ) c (name, expected, actual)
      where d.id = j.dry_run_of and d.user_id = j.user_id and c.expected <> c.actual)
    where j.id = ${job.id}`
}

async function passTurn(
  sql: Transaction,
  message: Message,
  next: Next,
  visibilitySeconds: number,
): Promise<void> {
  if (next.kind === 'completed' || next.kind === 'failed')
    await sql`select pgmq.delete('import_jobs', ${message.id}::bigint)`
  else await sql`select pgmq.set_vt('import_jobs', ${message.id}::bigint, ${visibilitySeconds}::integer)`
}

/** Whose turn a commit takes. */
export interface Turn {
  job: Job
  message: Message
  before: JobCheckpoint | null
  visibilitySeconds: number
}

/** Whether batches of the job have to know what other imports of the model do. */
function meetsOthers(job: Job): boolean {
  return job.mode !== 'insert' || job.undo_of !== null || hasUniqueFields(job)
}

/** What another transaction caused, and what is gone when the batch is tried again: a deadlock, or a unique value that was taken just now. */
const passingCodes = new Set(['40001', '40P01', '23505'])

const TRIES = 4

/**
 * Commits a batch: its effect, rejected rows, counters, checkpoint and the message's fate in one transaction. Another worker's commit in between
 * makes it do nothing. A batch that met another transaction is tried again as a whole.
 * @throws LostTurnError
 */
export async function commitEffect(
  sql: postgres.Sql,
  turn: Turn,
  effectOf: (transaction: Transaction, tries: number) => Promise<Effect>,
): Promise<Effect> {
  const { job, message, before, visibilitySeconds } = turn
  for (let tries = 1; ; tries++) {
    try {
      return await sql.begin(async (transaction) => {
        await transaction`set local statement_timeout = '140s'`
        // Locks go from the model down, as a deletion's do: the two wait for each other instead of both failing.
        await transaction`select id from public.data_models where id = ${job.model_id} for key share`
        const [own] = await transaction`
          select id from public.import_jobs where id = ${job.id} and status in ('pending', 'processing')
            and checkpoint is not distinct from ${before === null ? null : transaction.json(before)}::jsonb for update`
        if (!own) throw new LostTurnError('This job is not this worker’s any more.')
        // Batches that touch existing records come one after another in each model: no two of them wait for each other's rows.
        if (meetsOthers(job))
          await transaction`select pg_advisory_xact_lock(hashtextextended('import:' || ${job.model_id}::text, 0))`
        const effect = await effectOf(transaction, tries)
        await keepRejected(transaction, job, effect.rejected)
        await keepCounts(transaction, job, effect)
        await passTurn(transaction, message, effect.next, visibilitySeconds)
        return effect
      })
    } catch (error) {
      const passing =
        error instanceof EditedMeanwhileError ||
        (error instanceof postgres.PostgresError && passingCodes.has(error.code))
      if (!passing || tries === TRIES) throw error
    }
  }
}
