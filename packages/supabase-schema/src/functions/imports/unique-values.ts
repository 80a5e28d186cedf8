import type { RowIssue } from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import type { RejectedRow } from './batch.ts'
import type { Job } from './job.ts'

/** A row that takes a unique value, gives one back, or both. */
interface Claim {
  row_number: number
  field: string
  value: string | null
  old: string | null
  shown: string | null
  record_id: string | null
  holder: string | null
}

/** Table `planned` by the order in which its rows happen: an undo goes backwards. */
export type RowOrder = 'asc' | 'desc'

/**
 * Reads the claims that other rows or records stand against; rows whose values nobody else has or wants are not among them. What earlier batches
 * of a dry run would have taken and given back stands before what the records have.
 */
async function contestedClaims(
  sql: Transaction,
  { id, model_id, dry_run }: Job,
  names: readonly string[],
  order: RowOrder,
): Promise<Claim[]> {
  const overlay = dry_run ? sql`o.import_job_id is not null` : sql`false`
  return sql<Claim[]>`
    with claims as materialized (
      select p.row_number, f.name field, lower(p.after ->> f.name) as value, lower(p.before ->> f.name) as old, p.after ->> f.name shown, p.record_id
      from planned p cross join unnest(${[...names]}::text[]) f (name)
      where p.action in ('insert', 'update', 'delete') and lower(p.after ->> f.name) is distinct from lower(p.before ->> f.name)
    ), held as materialized (
      select c.*, case when ${overlay} then o.holder else k.record_id::text end holder
      from claims c
      left join lateral (
        select k.record_id from public.record_keys k where k.model_id = ${model_id} and k.field = c.field and k.value = c.value offset 0
      ) k on true
      left join lateral (
        select o.import_job_id, o.holder from headwater.import_claims o
        where o.import_job_id = ${id} and o.field = c.field and o.value = c.value offset 0
      ) o on true
    ), touched as (
      select field, value from held where value is not null
      union all
      select field, old from held where old is not null
    ), contested as (
      select field, value from touched group by field, value having count(*) > 1
      union
      select field, value from held where holder is distinct from record_id::text and holder is not null
    )
    select row_number, field, value, old, shown, record_id, holder from held h
    where exists (select from contested c where c.field = h.field and c.value in (h.value, h.old))
    order by row_number ${sql.unsafe(order)}, field`
}

function keyOf(field: string, value: string): string {
  return `${field}\n${value}`
}

/** Walks through the rows as if each were written alone; gives those that would have taken what another one had at their turn. */
function refusedOf(claims: readonly Claim[]): Map<number, RowIssue[]> {
  const holders = new Map<string, string | null>()
  const rows = new Map<number, Claim[]>()
  for (const claim of claims) {
    const row = rows.get(claim.row_number)
    if (row) row.push(claim)
    else rows.set(claim.row_number, [claim])
  }
  const refused = new Map<number, RowIssue[]>()
  for (const [rowNumber, row] of rows) {
    const self = row[0]?.record_id ?? `row ${rowNumber}`
    const issues: RowIssue[] = []
    for (const { field, value, shown, holder } of row) {
      if (value === null) continue
      const key = keyOf(field, value)
      const now = holders.has(key) ? holders.get(key) : holder
      if (now === null || now === undefined || now === self) continue
      const message = `${field} is “${shown}”. Another record has this value.`
      issues.push({ field, code: 'NOT_UNIQUE', message, value: shown })
    }
    if (issues.length > 0) {
      refused.set(rowNumber, issues)
      continue
    }
    for (const { field, old } of row) if (old !== null) holders.set(keyOf(field, old), null)
    for (const { field, value } of row) if (value !== null) holders.set(keyOf(field, value), self)
  }
  return refused
}

/** Remembers what a dry run's batch would have changed: it is rolled back, and the next one has to know. */
async function rememberClaims(sql: Transaction, { id }: Job, names: readonly string[]): Promise<void> {
  const changed = sql`
    from planned p cross join unnest(${[...names]}::text[]) f (name)
    where p.action in ('insert', 'update') and lower(p.after ->> f.name) is distinct from lower(p.before ->> f.name)`
  await sql`
    insert into headwater.import_claims (import_job_id, field, value, holder)
    select ${id}, f.name, lower(p.before ->> f.name), null ${changed} and p.before ->> f.name is not null
    on conflict (import_job_id, field, value) do update set holder = null`
  await sql`
    insert into headwater.import_claims (import_job_id, field, value, holder)
    select ${id}, f.name, lower(p.after ->> f.name), coalesce(p.record_id::text, 'row ' || p.row_number) ${changed} and p.after ->> f.name is not null
    on conflict (import_job_id, field, value) do update set holder = excluded.holder`
}

/**
 * Takes rows that break a unique rule out of table `planned`: the outcome is that of writing row after row, whatever the batches are. An undo's rows come with
 * the values that they would have had.
 */
export async function rejectTaken(
  sql: Transaction,
  job: Job,
  order: RowOrder = 'asc',
): Promise<RejectedRow[]> {
  const names = job.fields.filter((field) => field.unique === true).map((field) => field.name)
  if (names.length === 0) return []
  const refused = refusedOf(await contestedClaims(sql, job, names, order))
  const numbers = [...refused.keys()]
  const rows =
    numbers.length === 0
      ? []
      : await sql<{ row_number: number; raw: RejectedRow['raw'] | null }[]>`
          update planned set action = 'fail', reason = 'NOT_UNIQUE' where row_number = any (${numbers}::integer[])
          returning row_number, ${order === 'asc' ? sql`null::json` : sql`after::json`} raw`
  if (job.dry_run) await rememberClaims(sql, job, names)
  return rows.map(({ row_number, raw }) => ({
    rowNumber: row_number,
    issues: refused.get(row_number) ?? [],
    raw: raw ?? {},
  }))
}
