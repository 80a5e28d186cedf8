import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from '../runtime/database.ts'
import { applyPlan, insertStaged } from './apply.ts'
import type { Batch, RejectedRow } from './batch.ts'
import type { BatchEffect } from './commit.ts'
import { valuesOf, type CopyText } from './copy-text.ts'
import { keepKeyFilter, rememberFileKeys } from './file-keys.ts'
import { hasUniqueFields, type Job } from './job.ts'
import { planBatch } from './plan.ts'
import { rejectTaken } from './unique-values.ts'

async function stage(sql: Transaction, { pieces }: CopyText): Promise<void> {
  await sql`create temporary table staged (import_row integer, data jsonb) on commit drop`
  const copy = await sql`copy staged (import_row, data) from stdin`.writable()
  await pipeline(Readable.from(pieces), copy)
}

/** Rows that the database refused, as the file has them. */
function withValues({ raw }: Batch, refused: readonly RejectedRow[]): RejectedRow[] {
  const values = valuesOf(raw, new Set(refused.map(({ rowNumber }) => rowNumber)))
  return refused.map((row) => ({ ...row, raw: values.get(row.rowNumber) ?? {} }))
}

/** Imports a batch of rows, or says what importing it would do. */
export async function importBatch(
  sql: Transaction,
  job: Job,
  batch: Batch,
  tries: number,
): Promise<BatchEffect> {
  const { accepted, rejected } = batch
  if (accepted.lines === 0) return { rejected }
  await stage(sql, accepted)
  if (job.mode === 'insert' && !job.dry_run && !hasUniqueFields(job))
    return { inserted: await insertStaged(sql, job), rejected }
  const planned = await planBatch(sql, job, { locks: tries > 1 })
  const taken = await rejectTaken(sql, job)
  const counts = await applyPlan(sql, job)
  return {
    inserted: counts.insert,
    updated: counts.update,
    unchanged: counts.unchanged,
    skipped: counts.skip,
    conflicts: planned.conflicts,
    rejected: [...rejected, ...withValues(batch, [...planned.rejected, ...taken])],
  }
}

/**
 * Says which of a batch's rows the database would refuse, and writes no record: for an import of all rows or none. What the rows would take of unique
 * values is remembered for the batches after it, as a dry run does.
 */
export async function tryBatch(sql: Transaction, job: Job, batch: Batch): Promise<BatchEffect> {
  if (batch.accepted.lines === 0) return { rejected: [] }
  await stage(sql, batch.accepted)
  const planned = await planBatch(sql, job, { locks: false })
  const taken = await rejectTaken(sql, { ...job, dry_run: true })
  return { conflicts: planned.conflicts, rejected: withValues(batch, [...planned.rejected, ...taken]) }
}

/** Forgets what trying the rows would have taken, and gives how many rows were refused before its last batch. */
export async function endTrial(sql: Transaction, { id }: Job): Promise<number> {
  await sql`delete from headwater.import_claims where import_job_id = ${id}`
  const [row] = await sql<
    { failed: number }[]
  >`select failed_records failed from public.import_jobs where id = ${id}`
  return row?.failed ?? 0
}

/** Keeps what the reading of a file found so far: which rows count for keys that may come twice, and what keys came. */
export async function scanBatch(
  sql: Transaction,
  job: Job,
  { accepted, rejected }: Batch,
  filter: Uint8Array | null,
): Promise<BatchEffect> {
  if (accepted.lines > 0) {
    await stage(sql, accepted)
    await rememberFileKeys(sql, job)
  }
  if (job.key_fields.length > 0) await keepKeyFilter(sql, job, filter)
  return { rejected }
}
