import type { ModelField, RecordData, RowIssue } from '@headwater/core/contracts'
import type { Transaction } from '../_shared/database.ts'
import type { RejectedRow } from './batch.ts'
import type { Job } from './job.ts'
import { mergeExpression } from './policies.ts'

/** The model lost a field that the import's keys are made of. */
export class KeysGoneError extends Error {}

/** Where the keys of a model's records stand, and how they are made. */
interface KeySet {
  set_id: string
  expression: string
  record_expression: string
}

/** Finds the model's set of key fields, and builds it where no import asked for it yet. @throws KeysGoneError */
export async function keySetOf(sql: Transaction, job: Job): Promise<KeySet> {
  const [set] = await sql<KeySet[]>`
    select * from private.ensure_match_key_set(${job.model_id}, ${job.key_fields}::text[])`
  if (!set) throw new KeysGoneError('The model has no such key fields any more.')
  return set
}

/** Makes the table that says what becomes of each row. */
export async function createPlan(sql: Transaction): Promise<void> {
  await sql`create temporary table planned (
    row_number integer, action text, reason text, other_row integer, matches integer, record_id uuid, before jsonb, before_updated_at timestamptz,
    after jsonb, after_updated_at timestamptz, record jsonb
  ) on commit drop`
}

/** Without keys every row is to be inserted. */
async function planInserts(sql: Transaction): Promise<void> {
  await sql`insert into planned (row_number, action, after) select import_row, 'insert', data from staged`
}

/** Fields that a new record needs, and that a row for a record that is there may lack. */
export function requiredNames(fields: readonly ModelField[]): string[] {
  return fields.filter((field) => field.required === true).map((field) => field.name)
}

/** Finds by index which row counts for each key, and the records that have it, which are locked where that is asked for. */
async function matchRows(sql: Transaction, job: Job, locks: boolean): Promise<void> {
  const { set_id, expression, record_expression } = await keySetOf(sql, job)
  await sql`create temporary table keyed (import_row integer, key uuid, counts integer) on commit drop`
  await sql`create temporary table matched (import_row integer, id uuid, data jsonb, updated_at timestamptz) on commit drop`
  // Of tables that were filled a moment ago the planner knows nothing: an index is the way for any batch.
  await sql`set local enable_hashjoin = off`
  await sql`set local enable_mergejoin = off`
  const counts = sql.unsafe(job.duplicates_in_file === 'first' ? 'min' : 'max')
  // Whatever was seen while the file was read: of a batch's rows with one key one counts.
  await sql`
    insert into keyed (import_row, key, counts)
    select import_row, key, ${counts}(import_row) over (partition by key)
    from (select import_row, ${sql.unsafe(expression)} key from staged) s`
  if (job.duplicates_in_file === 'first')
    await sql`
      update private.import_keys w set row_number = k.counts from keyed k
      where w.import_job_id = ${job.id} and w.key = k.key and w.row_number > k.counts`
  await sql`
    update keyed k set counts = w.row_number from private.import_keys w
    where w.import_job_id = ${job.id} and w.key = k.key and w.row_number <> k.counts`
  await sql`
    insert into matched (import_row, id, data, updated_at)
    with found as (
      select k.import_row, r.id, r.data, r.updated_at
      from keyed k
      join private.record_match_keys m on m.set_id = ${set_id}::bigint and m.key = k.key
      join public.records r on r.id = m.record_id
      where k.counts = k.import_row and r.model_id = ${job.model_id} and ${sql.unsafe(record_expression)} = k.key
      ${locks ? sql`for update of r` : sql``}
    )
    select * from found`
  await sql`set local enable_hashjoin = on`
  await sql`set local enable_mergejoin = on`
}

/** Says for each row whether it adds a record, changes the one with its key, or does neither. */
async function planByKey(sql: Transaction, job: Job, locks: boolean): Promise<void> {
  await matchRows(sql, job, locks)
  const merged = sql.unsafe(mergeExpression(job))
  await sql`
    insert into planned (row_number, action, reason, other_row, matches, record_id, before, before_updated_at, after,
      after_updated_at)
    with one as (
      select distinct on (import_row) *, count(*) over (partition by import_row) matches from matched order by import_row, id
    ), merged as (
      select d.import_row, d.data, k.key, k.counts, coalesce(r.matches, 0) matches, r.id record_id, r.data before, r.updated_at,
        case when r.matches = 1 then ${merged} end after
      from staged d join keyed k on k.import_row = d.import_row left join one r on r.import_row = d.import_row
      cross join (select ${job.created_at}::timestamptz created_at) j
    ), decided as (
      select *,
        case
          when key is null then 'KEY_BLANK'
          when counts <> import_row then 'DUPLICATE_IN_FILE'
          when matches > 0 and ${job.mode === 'skip_duplicates'} then 'EXISTS'
          when matches > 1 then 'KEY_CONFLICT'
          when matches = 0 and ${job.mode === 'update'} then 'NO_MATCH'
          when matches = 0 and not data ?& ${requiredNames(job.fields)}::text[] then 'REQUIRED'
        end reason
      from merged
    )
    select import_row,
      case
        when reason in ('KEY_BLANK', 'KEY_CONFLICT', 'REQUIRED') then 'fail'
        when reason is not null then 'skip'
        when matches = 0 then 'insert'
        when after = before then 'unchanged'
        else 'update'
      end,
      reason, case when reason = 'DUPLICATE_IN_FILE' then counts end, matches, case when matches = 1 or reason = 'EXISTS' then record_id end,
      before, updated_at, case when reason is not null then null when matches = 0 then data else after end, now()
    from decided`
}

function textOf(value: RecordData[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

function showKey(job: Job, data: Readonly<RecordData>): string {
  return job.key_fields.map((name) => `${name} “${textOf(data[name])}”`).join(', ')
}

function issuesOf(
  job: Job,
  { reason, matches, data }: { reason: string; matches: number; data: RecordData },
): RowIssue[] {
  if (reason === 'KEY_CONFLICT')
    return [
      {
        field: null,
        code: 'KEY_CONFLICT',
        message: `${matches} records have this key (${showKey(job, data)}). Merge them, or choose other key fields.`,
        value: null,
      },
    ]
  if (reason === 'KEY_BLANK')
    return [{ field: null, code: 'KEY_BLANK', message: 'A key field is blank.', value: null }]
  return job.fields
    .filter((field) => field.required === true && !Object.hasOwn(data, field.name))
    .map((field) => ({
      field: field.name,
      code: 'REQUIRED',
      message: `${field.label ?? field.name} is empty. It is required, and no record has this row’s key.`,
      value: null,
    }))
}

/**
 * Says what becomes of each staged row, in table `planned`; gives the rows that can't be written. `locks`: nobody changes the records until the batch
 * is committed; without it a change makes the batch fail, which is rare and costs less.
 */
export async function planBatch(
  sql: Transaction,
  job: Job,
  { locks }: { locks: boolean },
): Promise<{ rejected: RejectedRow[]; conflicts: number }> {
  await createPlan(sql)
  if (job.mode === 'insert') {
    await planInserts(sql)
    return { rejected: [], conflicts: 0 }
  }
  await planByKey(sql, job, locks)
  const failed = await sql<
    {
      row_number: number
      reason: string
      matches: number
      data: RecordData
      raw: RejectedRow['raw']
    }[]
  >`select p.row_number, p.reason, p.matches, s.data, s.raw from planned p join staged s on s.import_row = p.row_number
    where p.action = 'fail' order by p.row_number`
  return {
    rejected: failed.map((row) => ({ rowNumber: row.row_number, issues: issuesOf(job, row), raw: row.raw })),
    conflicts: failed.filter(({ reason }) => reason === 'KEY_CONFLICT').length,
  }
}
