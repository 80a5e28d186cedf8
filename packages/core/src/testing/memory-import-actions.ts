import {
  createImportJobSchema,
  repeatImportSchema,
  type ImportJob,
  type ImportStatus,
} from '../contracts/index.ts'
import type { MemoryHandler } from './memory-context.ts'
import { startImport } from './memory-import-jobs.ts'
import { endedAt } from './memory-import-run.ts'
import { newJob } from './memory-job-row.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import { isUnfinished, type MemoryStore } from './memory-store.ts'

function changeStatus(
  store: MemoryStore,
  id: string,
  { from, to, refusal }: { from: readonly ImportStatus[]; to: ImportStatus; refusal: string },
): { data: ImportJob } {
  const job = found(store.jobs.get(id))
  if (!from.includes(job.status)) throw new MemoryProblem('IMPORT_FINISHED', refusal)
  const now = store.now()
  const changed: ImportJob = {
    ...job,
    status: to === 'processing' && job.started_at === null ? 'pending' : to,
    updated_at: now,
    ...(to === 'cancelled' ? endedAt(job, now) : {}),
  }
  store.jobs.set(id, changed)
  store.broadcast('import_jobs', changed)
  return { data: changed }
}

/** The rows that are committed stay; the import stops before its next step. */
export const cancelImportJob: MemoryHandler = ({ store }, id) =>
  changeStatus(store, id, {
    from: ['pending', 'processing', 'paused'],
    to: 'cancelled',
    refusal: 'This import has ended already.',
  })

export const pauseImportJob: MemoryHandler = ({ store }, id) =>
  changeStatus(store, id, {
    from: ['pending', 'processing'],
    to: 'paused',
    refusal: 'This import has ended or is paused already.',
  })

export const resumeImportJob: MemoryHandler = ({ store }, id) =>
  changeStatus(store, id, { from: ['paused'], to: 'processing', refusal: 'This import isn’t paused.' })

export const undoImportJob: MemoryHandler = ({ store, imports }, id) => {
  const job = found(store.jobs.get(id))
  const active = [...store.jobs.values()].find((other) => other.undo_of === id && isUnfinished(other))
  if (active)
    throw new MemoryProblem('IMPORT_RUNNING', 'This import is being undone already.', {
      import_job_id: active.id,
    })
  if (isUnfinished(job))
    throw new MemoryProblem(
      'IMPORT_RUNNING',
      'This import still runs. Cancel it, or wait for its end, and undo it then.',
    )
  const changed = job.imported_records + job.reversed_records
  if (job.dry_run || changed === 0)
    throw new MemoryProblem('IMPORT_NOT_UNDOABLE', 'This import changed nothing: there is nothing to undo.')
  if (job.undone_at !== null)
    throw new MemoryProblem(
      'IMPORT_UNDONE',
      'This import is undone already. Undo that undo to bring its changes back.',
    )
  if (job.undo_until !== null && Date.parse(job.undo_until) < Date.now())
    throw new MemoryProblem(
      'IMPORT_UNDO_EXPIRED',
      'What this import changed isn’t kept any more, so that it can’t be undone.',
    )
  const { model_id, file_url, file_type, file_size } = job
  const undo = newJob(store, {
    model_id,
    file_url,
    file_type,
    file_size,
    undo_of: id,
    total_records: changed,
  })
  imports.undo(undo.id, job)
  return { data: undo, status: 201 }
}

export const repeatImportJob: MemoryHandler = (context, id) => {
  const { file_url, dry_run } = parseRequest(repeatImportSchema, context.body ?? {})
  const job = found(context.store.jobs.get(id))
  if (job.undo_of !== null)
    throw new MemoryProblem(
      'IMPORT_NOT_UNDOABLE',
      'An undo can’t be repeated. Undo the import again instead.',
    )
  const { mapping, plan, reading, newest_by } = job
  const given = Object.fromEntries(
    Object.entries({ mapping, plan, reading, newest_by }).filter(([, value]) => value !== null),
  )
  const request = parseRequest(createImportJobSchema, {
    ...given,
    model_id: job.model_id,
    file_url: file_url ?? job.file_url,
    file_type: job.file_type,
    on_invalid: job.on_invalid,
    mode: job.mode,
    key_fields: job.key_fields,
    field_policies: job.field_policies,
    duplicates_in_file: job.duplicates_in_file,
    ...(dry_run === undefined ? {} : { dry_run }),
    allow_duplicate: true,
  })
  return startImport(context, request, id)
}
