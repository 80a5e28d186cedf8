import { createImportJobSchema, IMPORTS_BUCKET, type ImportJob } from '../contracts/index.ts'
import type { MemoryHandler } from './memory-context.ts'
import { noCounts, plainSettings } from './memory-job-row.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import { isActive, newestFirst } from './memory-store.ts'

export const listImportJobs: MemoryHandler = ({ store, url }) => {
  const modelId = url.searchParams.get('model_id')
  const jobs = newestFirst(store.jobs.values())
  return { data: modelId === null ? jobs : jobs.filter((job) => job.model_id === modelId) }
}

export const getImportJob: MemoryHandler = ({ store }, id) => ({ data: found(store.jobs.get(id)) })

export const listImportErrors: MemoryHandler = ({ store, url }, id) => {
  found(store.jobs.get(id))
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 100) || 100, 1), 1000)
  const offset = Math.max(Number(url.searchParams.get('offset') ?? 0) || 0, 0)
  const errors = (store.errors.get(id) ?? []).toSorted((left, right) => left.row_number - right.row_number)
  return { data: { errors: errors.slice(offset, offset + limit), total: errors.length } }
}

function duplicate(importJobId: string): MemoryProblem {
  return new MemoryProblem(
    'IMPORT_DUPLICATE',
    'This file was imported into this model before. Import it again only if its rows should be there twice.',
    { import_job_id: importJobId },
  )
}

export const createImportJob: MemoryHandler = ({ store, imports, body }) => {
  const request = parseRequest(createImportJobSchema, body)
  found(store.models.get(request.model_id))
  const file = store.files.get(`${IMPORTS_BUCKET}/${request.file_url}`)
  if (!file || !request.file_url.startsWith(`${store.user.id}/`))
    throw new MemoryProblem('FILE_NOT_FOUND', 'There is no such file in your folder. Upload it first.')
  if (file.size > store.maxImportBytes)
    throw new MemoryProblem(
      'FILE_TOO_LARGE',
      `The file has ${file.size} bytes. An import takes at most ${store.maxImportBytes}.`,
    )
  const earlier = newestFirst(store.jobs.values()).filter(
    (job) => job.model_id === request.model_id && job.file_url === request.file_url,
  )
  const before = earlier.find(isActive) ?? earlier.find(({ status }) => status === 'completed')
  if (before && (before.status !== 'completed' || request.allow_duplicate !== true))
    throw duplicate(before.id)
  const job: ImportJob = {
    ...store.newRow(),
    model_id: request.model_id,
    file_url: request.file_url,
    file_name: request.file_url.split('/').pop() ?? '',
    file_type: request.file_type,
    file_size: file.size,
    ...plainSettings,
    ...noCounts,
    mapping: request.mapping ?? null,
    on_invalid: request.on_invalid ?? 'skip',
    status: 'pending',
    total_records: null,
    error_code: null,
    error_message: null,
    started_at: null,
    finished_at: null,
    undo_until: null,
    undone_at: null,
  }
  store.jobs.set(job.id, job)
  store.broadcast('import_jobs', job)
  imports.start(job.id, file)
  return { data: job, status: 201 }
}

/** The rows that are committed stay; the import stops before its next step. */
export const cancelImportJob: MemoryHandler = ({ store }, id) => {
  const job = found(store.jobs.get(id))
  if (!isActive(job)) throw new MemoryProblem('IMPORT_FINISHED', 'This import has ended already.')
  const now = store.now()
  const cancelled: ImportJob = { ...job, status: 'cancelled', finished_at: now, updated_at: now }
  store.jobs.set(id, cancelled)
  store.broadcast('import_jobs', cancelled)
  return { data: cancelled }
}
