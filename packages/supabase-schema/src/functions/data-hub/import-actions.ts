import { createImportJobSchema, repeatImportSchema } from '@headwater/core/contracts'
import { actAs, actAsProject } from '../runtime/database.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler, RequestContext } from './context.ts'
import { importColumns, settingColumns } from './import-columns.ts'
import { startImport } from './import-jobs.ts'
import { found, parse, parseId } from '../runtime/parse.ts'

/** The caller's own import: one that a super admin only reads is not. */
async function ownJob({ sql, caller }: RequestContext, id: string) {
  const [own] = await sql`select ${sql(importColumns)}, undo_until < now() expired
    from public.import_jobs where id = ${parseId(id)} and user_id = ${caller.id}`
  return found(own)
}

/** Changes the state of the caller's import, where it is one of some states. */
async function changeStatus(
  context: RequestContext,
  id: string,
  change: { from: readonly string[]; to: 'paused' | 'cancelled' | 'processing'; refusal: ProblemError },
): Promise<{ data: unknown }> {
  const { sql, caller } = context
  await ownJob(context, id)
  await actAsProject(sql)
  const [job] = await sql`
    update public.import_jobs set
      status = case when ${change.to} = 'processing' and checkpoint is null then 'pending' else ${change.to} end,
      finished_at = case when ${change.to} = 'cancelled' then now() end
    where id = ${id} and status = any (${[...change.from]}) returning ${sql(importColumns)}`
  await actAs(sql, caller)
  if (!job) throw change.refusal
  return { data: job }
}

/** The rows that are committed stay; the worker stops before its next batch. */
export const cancelImportJob: Handler = (context, id) =>
  changeStatus(context, id, {
    from: ['pending', 'processing', 'paused'],
    to: 'cancelled',
    refusal: new ProblemError('IMPORT_FINISHED', 'This import has ended already.'),
  })

export const pauseImportJob: Handler = (context, id) =>
  changeStatus(context, id, {
    from: ['pending', 'processing'],
    to: 'paused',
    refusal: new ProblemError('IMPORT_FINISHED', 'This import has ended or is paused already.'),
  })

export const resumeImportJob: Handler = (context, id) =>
  changeStatus(context, id, {
    from: ['paused'],
    to: 'processing',
    refusal: new ProblemError('IMPORT_FINISHED', 'This import isn’t paused.'),
  })

/** Takes back what an import changed, as a job of its own: undoing that one brings the changes back. */
export const undoImportJob: Handler = async (context, id) => {
  const { sql, caller } = context
  await ownJob(context, id)
  await actAsProject(sql)
  // Two requests at once: the second one waits here, and then finds the first one's job.
  await sql`select id from public.import_jobs where id = ${id} for no key update`
  const job = await ownJob(context, id)
  const [active] = await sql`select id from public.import_jobs
    where undo_of = ${id} and status in ('pending', 'processing', 'paused') limit 1`
  if (active)
    throw new ProblemError('IMPORT_RUNNING', 'This import is being undone already.', {
      import_job_id: String(active['id']),
    })
  if (['pending', 'processing', 'paused'].includes(String(job['status'])))
    throw new ProblemError(
      'IMPORT_RUNNING',
      'This import still runs. Cancel it, or wait for its end, and undo it then.',
    )
  const changed = Number(job['imported_records']) + Number(job['reversed_records'])
  if (job['dry_run'] === true || changed === 0)
    throw new ProblemError('IMPORT_NOT_UNDOABLE', 'This import changed nothing: there is nothing to undo.')
  if (job['undone_at'] !== null)
    throw new ProblemError(
      'IMPORT_UNDONE',
      'This import is undone already. Undo that undo to bring its changes back.',
    )
  if (job['expired'] === true)
    throw new ProblemError(
      'IMPORT_UNDO_EXPIRED',
      'What this import changed isn’t kept any more, so that it can’t be undone.',
    )
  const [undo] = await sql`
    insert into public.import_jobs (user_id, agency_id, model_id, file_url, file_type, file_size, undo_of, total_records)
    select user_id, agency_id, model_id, file_url, file_type, file_size, id, ${changed} from public.import_jobs where id = ${id}
    returning ${sql(importColumns)}`
  await actAs(sql, caller)
  return { data: undo, status: 201 }
}

/** Imports with the settings of an earlier import: the same file, or another one with the same columns. */
export const repeatImportJob: Handler = async (context, id) => {
  const { file_url, dry_run } = parse(repeatImportSchema, context.body ?? {})
  const job = await ownJob(context, id)
  if (job['undo_of'] !== null)
    throw new ProblemError('IMPORT_NOT_UNDOABLE', 'An undo can’t be repeated. Undo the import again instead.')
  const settings = Object.fromEntries(
    settingColumns.flatMap((name) =>
      job[name] === null || job[name] === undefined ? [] : [[name, job[name]]],
    ),
  )
  const request = parse(createImportJobSchema, {
    ...settings,
    model_id: job['model_id'],
    file_url: file_url ?? job['file_url'],
    ...(dry_run === undefined ? {} : { dry_run }),
    allow_duplicate: true,
  })
  return startImport(context, request, id)
}
