import type { Transaction } from '../_shared/database.ts'
import type { Job } from './job.ts'
import { keySetOf } from './plan.ts'

/**
 * Remembers which row counts for each key among the staged ones: the first or the last of the file, whatever the batches are. The keys of a whole
 * file are in a table, so that neither the worker's memory nor a worker that dies matters.
 */
export async function rememberFileKeys(sql: Transaction, job: Job): Promise<void> {
  const { expression } = await keySetOf(sql, job)
  const first = job.duplicates_in_file === 'first'
  await sql`
    insert into private.import_keys (import_job_id, key, row_number)
    select ${job.id}, key, ${first ? sql`min(import_row)` : sql`max(import_row)`}
    from (select import_row, ${sql.unsafe(expression)} key from staged) keyed
    where key is not null group by key
    on conflict (import_job_id, key) ${first ? sql`do nothing` : sql`do update set row_number = excluded.row_number`}`
}
