import type postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
import { createKeyFilter, filterBytes, type KeyFilter } from './key-filter.ts'
import type { Job } from './job.ts'
import { keySetOf } from './plan.ts'

/** A row that no row of a file reaches: which one counts is found when they are imported. */
const NOT_YET = 2 ** 31 - 1

/**
 * Remembers which row counts for each staged key that may come twice. The last one is known after the file was read; the first one is the first that is
 * imported.
 */
export async function rememberFileKeys(sql: Transaction, job: Job): Promise<void> {
  const { expression } = await keySetOf(sql, job)
  const first = job.duplicates_in_file === 'first'
  await sql`
    insert into headwater.import_keys (import_job_id, key, row_number)
    select ${job.id}, key, ${first ? sql`${NOT_YET}::integer` : sql`max(import_row)`}
    from (select import_row, ${sql.unsafe(expression)} key from staged) keyed
    where key is not null group by key
    on conflict (import_job_id, key) ${first ? sql`do nothing` : sql`do update set row_number = excluded.row_number`}`
}

/** What the reading of a file knows of its keys so far. A file that is read for the first time knows nothing. */
export async function readKeyFilter(sql: postgres.Sql, job: Job): Promise<KeyFilter> {
  const [row] = await sql<
    { bits: Uint8Array }[]
  >`select bits from headwater.import_key_filters where import_job_id = ${job.id}`
  return createKeyFilter(row ? new Uint8Array(row.bits) : new Uint8Array(filterBytes(job.file_size ?? 0)))
}

/** Keeps a filter for the worker that goes on, or drops it after the last row. */
export async function keepKeyFilter(sql: Transaction, job: Job, bits: Uint8Array | null): Promise<void> {
  if (bits === null) await sql`delete from headwater.import_key_filters where import_job_id = ${job.id}`
  else
    await sql`
      insert into headwater.import_key_filters (import_job_id, bits) values (${job.id}, ${Buffer.from(bits)})
      on conflict (import_job_id) do update set bits = excluded.bits`
}
