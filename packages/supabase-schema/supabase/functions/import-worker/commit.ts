import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { actAs, actAsProject, type Transaction } from '../_shared/database.ts'
import type { Batch, RejectedRow } from './batch.ts'
import type { CopyText } from './copy-text.ts'
import type { Job, JobCheckpoint, Message } from './job.ts'

/** The job was cancelled, deleted, or taken on by another worker: what this one prepared is dropped. */
export class LostTurnError extends Error {}

/** What follows a batch: the next one of this worker, or the job's end. */
export type Next =
  | { kind: 'more' }
  | { kind: 'scanned'; total: number }
  | { kind: 'completed' }
  | { kind: 'failed'; code: string; message: string }

async function stage(sql: Transaction, { pieces }: CopyText): Promise<void> {
  await sql`create temporary table staged (import_row integer, data jsonb, raw json) on commit drop`
  const copy = await sql`copy staged (import_row, data, raw) from stdin`.writable()
  await pipeline(Readable.from(pieces), copy)
}

/** Moves rows whose unique value is taken, in the table or earlier in the file, from the staged rows to the rejected ones. */
async function rejectTaken(sql: Transaction, { model_id, fields }: Job): Promise<RejectedRow[]> {
  const names = fields.filter((field) => field.unique === true).map((field) => field.name)
  if (names.length === 0) return []
  const rows = await sql<{ import_row: number; field: string; value: string; raw: RejectedRow['raw'] }[]>`
    with keyed as (
      select s.import_row, f.name field, s.data ->> f.name value,
        row_number() over (partition by f.name, lower(s.data ->> f.name) order by s.import_row) position
      from staged s cross join unnest(${names}::text[]) f (name) where s.data ->> f.name is not null
    ), taken as (
      select * from keyed k where position > 1
        or exists (select from public.record_keys r where r.model_id = ${model_id} and r.field = k.field and r.value = lower(k.value))
    ), gone as (delete from staged s using taken t where s.import_row = t.import_row)
    select t.import_row, t.field, t.value, s.raw from taken t join staged s using (import_row) order by t.import_row`
  const byRow = new Map<number, RejectedRow>()
  for (const { import_row, field, value, raw } of rows) {
    const row = byRow.get(import_row) ?? { rowNumber: import_row, issues: [], raw }
    row.issues.push({
      field,
      code: 'NOT_UNIQUE',
      message: `${field} is “${value}”. Another record has this value.`,
      value,
    })
    byRow.set(import_row, row)
  }
  return [...byRow.values()]
}

async function insertAsOwner(sql: Transaction, job: Job): Promise<number> {
  await sql`grant select on staged to authenticated`
  await actAs(sql, { id: job.user_id, claims: { sub: job.user_id, role: 'authenticated' } })
  const inserted = await sql`
    insert into public.records (model_id, agency_id, user_id, data, import_job_id, import_row, created_at)
    select ${job.model_id}, ${job.agency_id}, ${job.user_id}, data, ${job.id}, import_row, ${job.created_at} from staged
    on conflict (import_job_id, import_row) do nothing`
  await actAsProject(sql)
  return inserted.count
}

async function keepRejected(sql: Transaction, job: Job, rejected: readonly RejectedRow[]): Promise<void> {
  if (rejected.length === 0) return
  const rows = rejected.map(({ rowNumber, issues, raw }) => ({ row_number: rowNumber, errors: issues, raw }))
  await sql`
    insert into public.import_job_errors (import_job_id, row_number, errors, raw)
    select ${job.id}, (value ->> 'row_number')::integer, (value -> 'errors')::jsonb, value -> 'raw'
    from json_array_elements(${JSON.stringify(rows)}::text::json)
    on conflict (import_job_id, row_number) do nothing`
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

/** What {@link commitBatch} takes. */
export interface Commit {
  job: Job
  message: Message
  batch: Batch
  before: JobCheckpoint | null
  after: JobCheckpoint
  next: Next
  visibilitySeconds: number
}

/**
 * Commits a batch: records, rejected rows, counters, checkpoint and the message's fate in one transaction. Another worker's commit in between
 * makes it do nothing.
 * @throws LostTurnError
 */
export async function commitBatch(
  sql: postgres.Sql,
  { job, message, batch, before, after, next, visibilitySeconds }: Commit,
): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = '60s'`
    // Locks go from the model down, as a deletion's do: the two wait for each other instead of both failing.
    await transaction`select id from public.data_models where id = ${job.model_id} for key share`
    const [turn] = await transaction`
      select id from public.import_jobs where id = ${job.id} and status in ('pending', 'processing')
        and checkpoint is not distinct from ${before === null ? null : transaction.json(before)}::jsonb for update`
    if (!turn) throw new LostTurnError('This job is not this worker’s any more.')
    let imported = 0
    let rejected = batch.rejected
    if (batch.accepted.lines > 0) {
      await stage(transaction, batch.accepted)
      rejected = [...rejected, ...(await rejectTaken(transaction, job))]
      imported = await insertAsOwner(transaction, job)
    }
    await keepRejected(transaction, job, rejected)
    const ended = next.kind === 'completed' || next.kind === 'failed'
    await transaction`
      update public.import_jobs set
        status = ${ended ? next.kind : 'processing'},
        imported_records = imported_records + ${imported},
        failed_records = failed_records + ${rejected.length},
        total_records = coalesce(${next.kind === 'scanned' ? next.total : null}, total_records),
        error_code = ${next.kind === 'failed' ? next.code : null},
        error_message = ${next.kind === 'failed' ? next.message : null},
        checkpoint = ${transaction.json(after)},
        started_at = coalesce(started_at, now()),
        finished_at = case when ${ended} then now() end
      where id = ${job.id}`
    await passTurn(transaction, message, next, visibilitySeconds)
  })
}
