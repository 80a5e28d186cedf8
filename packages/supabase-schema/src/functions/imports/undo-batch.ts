import type { RowIssue } from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import type { RejectedRow } from './batch.ts'
import type { Job } from './job.ts'
import { createPlan } from './plan.ts'

/** One batch of an undo, planned. */
export interface UndoBatch {
  /** Rows that stay as they are because somebody changed them since. */
  kept: RejectedRow[]
  /** The last row that was looked at, or null where none was left. */
  row: number | null
  /** How many rows were looked at. */
  seen: number
}

/** Changes that are taken back next, the last one of the file first. What an import inserted stands among the records. */
async function stageChanges(sql: Transaction, job: Job, fromRow: number | null, rows: number): Promise<void> {
  const before = fromRow ?? 2 ** 31 - 1
  await sql`
    create temporary table taken_back on commit drop as
    select * from (
      select c.row_number, c.record_id, c.action, c.before, c.before_updated_at, c.after, c.after_updated_at, c.record
      from public.import_changes c
      where c.import_job_id = ${sql.unsafe(`'${job.undo_of}'`)} and c.action in ('insert', 'update', 'delete') and c.row_number < ${sql.unsafe(String(before))}
      union all
      select r.import_row, r.id, 'insert', null, null, r.data, r.created_at, null
      from public.records r
      where r.import_job_id = ${sql.unsafe(`'${job.undo_of}'`)} and r.import_row < ${sql.unsafe(String(before))}
        and exists (select from public.import_jobs j where j.id = r.import_job_id and j.undo_of is null)
    ) changes order by row_number desc limit ${sql.unsafe(String(rows))}`
}

const reasons = {
  EDITED_SINCE: 'The record was changed after this import. It stays as it is.',
  DELETED_SINCE: 'The record was deleted after this import changed it. It stays deleted.',
}

function issueOf(reason: keyof typeof reasons): RowIssue {
  return { field: null, code: reason, message: reasons[reason], value: null }
}

/** Says in table `planned` what taking back the next changes does, with their records locked in the order of their ids. */
export async function planUndo(
  sql: Transaction,
  job: Job,
  { fromRow, rows }: { fromRow: number | null; rows: number },
): Promise<UndoBatch> {
  await stageChanges(sql, job, fromRow, rows)
  await sql`select r.id from public.records r where r.id in (select record_id from taken_back) order by r.id for update`
  await createPlan(sql)
  await sql`
    insert into planned (row_number, action, reason, record_id, before, before_updated_at, after, after_updated_at, record)
    with seen as (
      select t.*, r.id is not null there, r.data now_data, r.updated_at now_updated_at,
        r.data = t.after and r.updated_at = t.after_updated_at untouched, r.data = t.before and r.updated_at = t.before_updated_at is_back,
        jsonb_build_object('user_id', r.user_id, 'import_job_id', r.import_job_id, 'import_row', r.import_row, 'created_at', r.created_at) columns
      from taken_back t left join lateral (select * from public.records r where r.id = t.record_id offset 0) r on true
    ), decided as (
      select *, case action
        when 'insert' then case when not there then 'unchanged' when untouched then 'delete' else 'kept' end
        when 'update' then case when not there then 'kept' when untouched then 'update' when is_back then 'unchanged' else 'kept' end
        else case when not there then 'insert' when is_back then 'unchanged' else 'kept' end
      end next from seen
    )
    select row_number, next,
      case when next = 'kept' then case when there then 'EDITED_SINCE' else 'DELETED_SINCE' end end, record_id,
      now_data, now_updated_at, case when next = 'delete' then null else before end,
      case when next = 'delete' then null else before_updated_at end, case when next = 'insert' then record else columns end
    from decided`
  const kept = await sql<{ row_number: number; reason: keyof typeof reasons; raw: RejectedRow['raw'] }[]>`
    select p.row_number, p.reason, coalesce(p.before, t.after, t.before)::json raw
    from planned p join taken_back t on t.row_number = p.row_number where p.action = 'kept' order by p.row_number`
  const [last] = await sql<{ row: number | null; seen: number }[]>`
    select min(row_number) as row, count(*)::int seen from taken_back`
  return {
    kept: kept.map(({ row_number, reason, raw }) => ({
      rowNumber: row_number,
      issues: [issueOf(reason)],
      raw,
    })),
    row: last?.row ?? null,
    seen: last?.seen ?? 0,
  }
}
