import type { ModelField, RecordData, RowIssue } from '@headwater/core/contracts'
import type postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
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
    select * from headwater.ensure_match_key_set(${job.model_id}, ${job.key_fields}::text[])`
  if (!set) throw new KeysGoneError('The model has no such key fields any more.')
  return set
}

/**
 * Builds the model's set of key fields where it is new, in a transaction of its own: whoever writes to the model waits for it, so that it must not wait for
 * anybody's record itself.
 * @throws KeysGoneError
 */
export async function buildKeys(sql: postgres.Sql, job: Job): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = '140s'`
    await keySetOf(transaction, job)
  })
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

/** Says which row counts for each key: of the batch, of the file as it was read, and in the end of those that were imported before. */
async function keyRows(sql: Transaction, job: Job, expression: string): Promise<void> {
  await sql`create temporary table keyed (import_row integer, key uuid, counts integer) on commit drop`
  const first = job.duplicates_in_file === 'first'
  const [some] = await sql`select from headwater.import_keys where import_job_id = ${job.id} limit 1`
  const known = some
    ? sql`(select w.row_number from headwater.import_keys w where w.import_job_id = ${job.id} and w.key = s.key)`
    : sql`null`
  const inBatch = first
    ? sql`min(s.import_row) over (partition by s.key)`
    : sql`max(s.import_row) over (partition by s.key)`
  await sql`
    insert into keyed (import_row, key, counts)
    select s.import_row, s.key, ${first ? sql`least(${known}, ${inBatch})` : sql`coalesce(${known}, ${inBatch})`}
    from (select import_row, ${sql.unsafe(expression)} key from staged offset 0) s`
  if (first && some)
    await sql`
      insert into headwater.import_keys (import_job_id, key, row_number)
      select ${job.id}, s.key, s.import_row from keyed s where s.counts = s.import_row and ${known} > s.import_row
      on conflict (import_job_id, key) do update set row_number = excluded.row_number`
}

/**
 * Finds the records that have the rows' keys, and locks them where that is asked for. The subqueries keep the planner from any other way than one look-up in
 * an index for each row: of a model that was filled a moment ago it knows nothing, and would take it for empty.
 */
function matchesOf(
  sql: Transaction,
  { model_id }: Job,
  { keys: { set_id, record_expression }, locks }: { keys: KeySet; locks: boolean },
) {
  return sql`
    select k.import_row, r.id, r.data, r.updated_at
    from keyed k
    cross join lateral (
      select m.record_id from headwater.record_match_keys m where m.set_id = ${set_id}::bigint and m.key = k.key offset 0
    ) m
    cross join lateral (
      select r.id, r.data, r.updated_at, r.model_id from public.records r where r.id = m.record_id ${locks ? sql`for update` : sql`offset 0`}
    ) r
    where k.counts = k.import_row and r.model_id = ${model_id} and ${sql.unsafe(record_expression)} = k.key`
}

/** Says for each row whether it adds a record, changes the one with its key, or does neither. */
async function planByKey(sql: Transaction, job: Job, locks: boolean): Promise<void> {
  const keys = await keySetOf(sql, job)
  await keyRows(sql, job, keys.expression)
  const merged = sql.unsafe(mergeExpression(job))
  await sql`
    insert into planned (row_number, action, reason, other_row, matches, record_id, before, before_updated_at, after,
      after_updated_at)
    with matched as materialized (${matchesOf(sql, job, { keys, locks })}), one as (
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
 * Says what becomes of each staged row, in table `planned`; gives the rows that can't be written, without the file's values. `locks`: nobody changes the records until the batch
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
    }[]
  >`select p.row_number, p.reason, p.matches, s.data from planned p join staged s on s.import_row = p.row_number
    where p.action = 'fail' order by p.row_number`
  return {
    rejected: failed.map((row) => ({ rowNumber: row.row_number, issues: issuesOf(job, row), raw: {} })),
    conflicts: failed.filter(({ reason }) => reason === 'KEY_CONFLICT').length,
  }
}
