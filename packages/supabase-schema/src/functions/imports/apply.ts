import { actAs, actAsProject, type Transaction } from '../runtime/database.ts'
import type { Job } from './job.ts'

/** The owner may not write to the model any more. */
export class ForbiddenError extends Error {}

/** Somebody changed a record between a batch's plan and its writing: the batch is to be tried again. */
export class EditedMeanwhileError extends Error {}

/** Changes and samples that one disposition keeps at most, where they are not what an undo needs. */
const SAMPLES = 50

async function actAsOwner(sql: Transaction, job: Job): Promise<void> {
  await actAs(sql, { id: job.user_id, claims: { sub: job.user_id, role: 'authenticated' } })
  // The owner's own requests have less time than a batch.
  await sql`set local statement_timeout = '60s'`
}

/** Inserts every staged row; nothing is there that it could meet. Its time is the import's, so that an edit is told by another one. */
export async function insertStaged(sql: Transaction, job: Job): Promise<number> {
  await sql`grant select on staged to authenticated`
  await actAsOwner(sql, job)
  const inserted = await sql`
    insert into public.records (model_id, agency_id, user_id, data, import_job_id, import_row, created_at, updated_at)
    select ${job.model_id}, ${job.agency_id}, ${job.user_id}, data, ${job.id}, import_row, ${job.created_at}, ${job.created_at} from staged
    on conflict (import_job_id, import_row) do nothing`
  await actAsProject(sql)
  return inserted.count
}

/** The statements that write a plan: first what makes unique values free, then what takes them. */
async function writePlan(sql: Transaction, job: Job): Promise<number> {
  const deleted =
    await sql`delete from public.records r using planned p where p.action = 'delete' and r.id = p.record_id`
  // A record that was changed since it was looked at is not written: the batch is planned anew.
  const updated = await sql`
    update public.records r set data = p.after, updated_at = p.after_updated_at from planned p
    where p.action = 'update' and r.id = p.record_id and r.updated_at = p.before_updated_at`
  const inserted =
    job.undo_of === null
      ? await sql`
          insert into public.records (model_id, agency_id, user_id, data, import_job_id, import_row, created_at, updated_at)
          select ${job.model_id}, ${job.agency_id}, ${job.user_id}, after, ${job.id}, row_number, ${job.created_at}, ${job.created_at}
          from planned where action = 'insert'`
      : await sql`
          insert into public.records (id, model_id, agency_id, user_id, data, import_job_id, import_row, created_at, updated_at)
          select p.record_id, ${job.model_id}, ${job.agency_id}, (p.record ->> 'user_id')::uuid, p.after,
            (select j.id from public.import_jobs j where j.id = (p.record ->> 'import_job_id')::uuid),
            (p.record ->> 'import_row')::integer, (p.record ->> 'created_at')::timestamptz, p.after_updated_at
          from planned p where p.action = 'insert'`
  return deleted.count + updated.count + inserted.count
}

/** Writes what table `planned` says as the import's owner. @throws ForbiddenError, EditedMeanwhileError */
async function write(sql: Transaction, job: Job): Promise<void> {
  await sql`grant select on planned to authenticated`
  await actAsOwner(sql, job)
  await sql`select set_config('headwater.sets_updated_at', 'on', true)`
  const written = await writePlan(sql, job)
  await sql`select set_config('headwater.sets_updated_at', 'off', true)`
  const [rights] = await sql<{ writable: boolean }[]>`
    select ${job.model_id} in (select headwater.writable_model_ids()) writable`
  await actAsProject(sql)
  if (!rights?.writable) throw new ForbiddenError('The owner may not write to this model any more.')
  const [planned] = await sql<{ count: number }[]>`
    select count(*)::int count from planned where action in ('insert', 'update', 'delete')`
  if (written !== planned?.count)
    throw new EditedMeanwhileError('A record was changed while its batch was planned.')
}

/** The rows of a plan by what becomes of them. */
export type ActionCounts = Readonly<
  Record<'insert' | 'update' | 'delete' | 'unchanged' | 'skip' | 'kept' | 'fail', number>
>

async function countActions(sql: Transaction): Promise<ActionCounts> {
  const rows = await sql<{ action: string; count: number }[]>`
    select action, count(*)::int count from planned group by action`
  const none = { insert: 0, update: 0, delete: 0, unchanged: 0, skip: 0, kept: 0, fail: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ action, count }) => [action, count])) }
}

/**
 * Keeps what was changed: of an import what it updated, of an undo everything, because records that an import inserted say so themselves. Of what
 * changed nothing, and of a dry run, the first rows are kept as samples.
 */
async function keepChanges(sql: Transaction, job: Job, counts: ActionCounts): Promise<void> {
  const kept = job.dry_run
    ? []
    : job.undo_of === null
      ? (['update'] as const)
      : (['insert', 'update', 'delete'] as const)
  if (kept.some((action) => counts[action] > 0))
    await sql`
      insert into public.import_changes (import_job_id, row_number, record_id, action, before, before_updated_at, after, after_updated_at, record)
      select ${job.id}, row_number, record_id, action, before, before_updated_at, after, after_updated_at, record
      from planned where action = any (${[...kept]}::text[])`
  if (job.undo_of !== null) return
  const sampled = job.dry_run
    ? (['insert', 'update', 'unchanged', 'skip'] as const)
    : (['unchanged', 'skip'] as const)
  for (const action of sampled) if (counts[action] > 0) await keepSamples(sql, job, action)
}

/** Keeps the first rows of the file that an action has. */
async function keepSamples(sql: Transaction, job: Job, action: keyof ActionCounts): Promise<void> {
  await sql`
    insert into public.import_changes (import_job_id, row_number, record_id, action, reason, other_row, before, after)
    select ${job.id}, row_number, record_id, action, reason, other_row, before, after
    from planned where action = ${action} order by row_number
    limit greatest(0, ${SAMPLES} - (select case ${action}
      when 'insert' then inserted_records when 'update' then updated_records when 'unchanged' then unchanged_records else skipped_records end
      from public.import_jobs where id = ${job.id}))`
}

/** Takes back what a dry run's batch wrote. */
const rolledBack = new Error('A dry run changes nothing.')

/** Writes what table `planned` says, or does all of it and takes it back; gives how many rows became what. @throws ForbiddenError */
export async function applyPlan(sql: Transaction, job: Job): Promise<ActionCounts> {
  if (job.dry_run)
    await sql
      .savepoint(async (inner) => {
        await write(inner, job)
        throw rolledBack
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error
      })
  else await write(sql, job)
  const counts = await countActions(sql)
  await keepChanges(sql, job, counts)
  return counts
}
