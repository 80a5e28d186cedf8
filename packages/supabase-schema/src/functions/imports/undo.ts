import type { Transaction } from '../runtime/database.ts'
import { applyPlan } from './apply.ts'
import type { Effect } from './commit.ts'
import type { Job, JobCheckpoint } from './job.ts'
import { rejectTaken } from './unique-values.ts'
import { planUndo } from './undo-batch.ts'

/** Records that an import inserted and somebody deleted since have no row any more: at the end they count as what needed no change. */
async function countGone(sql: Transaction, job: Job, seen: number): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    select greatest(0, total_records - processed_records - ${seen}::integer)::int gone from public.import_jobs where id = ${job.id}`
  return row?.gone ?? 0
}

/**
 * Takes the next changes back, the last one of the file first: inserted records are deleted, updated ones get their values and their time back, deleted
 * ones return. What somebody changed since is kept, and what somebody else's unique value prevents fails.
 */
export async function undoBatch(
  sql: Transaction,
  job: Job,
  { state, rows }: { state: JobCheckpoint; rows: number },
): Promise<Effect> {
  const size = Math.ceil(rows)
  const { kept, row, seen } = await planUndo(sql, job, { fromRow: state.undo_row, rows: size })
  const taken = await rejectTaken(sql, job, 'desc')
  const counts = await applyPlan(sql, job)
  const ended = seen < size
  return {
    reversed: counts.insert + counts.update + counts.delete,
    unchanged: counts.unchanged + (ended ? await countGone(sql, job, seen) : 0),
    kept: kept.length,
    rejected: [...kept, ...taken],
    after: { ...state, phase: 'undo', undo_row: row ?? state.undo_row },
    next: ended ? { kind: 'completed' } : { kind: 'more' },
  }
}
