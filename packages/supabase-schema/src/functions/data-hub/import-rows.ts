import { importActionSchema, type ImportAction } from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler } from './context.ts'
import { found, parseId } from '../runtime/parse.ts'

/** Reads a page's bounds, within what one answer may carry. */
function pageOf(url: URL): { limit: number; offset: number } {
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 100) || 100, 1), 1000)
  return { limit, offset: Math.max(Number(url.searchParams.get('offset') ?? 0) || 0, 0) }
}

async function getJobOrFail(
  sql: Transaction,
  id: string,
): Promise<{ undoOf: string | null; dryRun: boolean }> {
  const [job] = await sql`select undo_of, dry_run from public.import_jobs where id = ${id}`
  return { undoOf: found(job)['undo_of'], dryRun: job?.['dry_run'] === true }
}

export const listImportErrors: Handler = async ({ sql, url }, id) => {
  await getJobOrFail(sql, parseId(id))
  const { limit, offset } = pageOf(url)
  const [count] =
    await sql`select count(*)::int total from public.import_job_errors where import_job_id = ${id}`
  const errors =
    await sql`select id, import_job_id, row_number, errors, raw, created_at from public.import_job_errors
    where import_job_id = ${id} order by row_number limit ${limit} offset ${offset}`
  return { data: { errors, total: count?.['total'] ?? 0 } }
}

function actionOf(url: URL): ImportAction | null {
  const action = url.searchParams.get('action')
  if (action === null) return null
  const parsed = importActionSchema.safeParse(action)
  if (!parsed.success)
    throw new ProblemError('VALIDATION_FAILED', `There is no action named ${action}.`, {
      issues: [{ path: 'action', message: `Use ${importActionSchema.options.join(', ')}.` }],
    })
  return parsed.data
}

/** What an import did to each record: those that it inserted stand among the records, the others among the changes. */
export const listImportChanges: Handler = async ({ sql, url }, id) => {
  const { undoOf, dryRun } = await getJobOrFail(sql, parseId(id))
  const { limit, offset } = pageOf(url)
  const action = actionOf(url)
  const inserted =
    undoOf === null && !dryRun && (action === null || action === 'insert') ? sql`true` : sql`false`
  const changes = sql`
    select import_job_id, row_number, record_id, action, reason, other_row, before, after, created_at from public.import_changes
    where import_job_id = ${id} and ${action === null ? sql`true` : sql`action = ${action}`}
    union all
    select import_job_id, import_row, id, 'insert', null, null, null, data, created_at from public.records
    where import_job_id = ${id} and ${inserted}`
  const [count] = await sql`select count(*)::int total from (${changes}) changes`
  const page =
    await sql`select * from (${changes}) changes order by row_number limit ${limit} offset ${offset}`
  return { data: { changes: page, total: count?.['total'] ?? 0 } }
}
