import { createImportJobSchema } from '@headwater/core/contracts'
import { actAs, actAsProject } from '../_shared/database.ts'
import { ProblemError } from '../_shared/problem.ts'
import type { Handler } from './context.ts'
import { found, parse, parseId } from './parse.ts'

const columns = [
  'id',
  'user_id',
  'agency_id',
  'model_id',
  'file_url',
  'file_name',
  'file_type',
  'file_size',
  'mapping',
  'on_invalid',
  'status',
  'total_records',
  'processed_records',
  'imported_records',
  'failed_records',
  'error_code',
  'error_message',
  'created_at',
  'updated_at',
  'started_at',
  'finished_at',
]

export const listImportJobs: Handler = async ({ sql, url }) => {
  const modelId = url.searchParams.get('model_id')
  const ofModel = modelId === null ? sql`true` : sql`model_id = ${parseId(modelId)}`
  return {
    data: await sql`select ${sql(columns)} from public.import_jobs where ${ofModel} order by created_at desc, id limit 200`,
  }
}

export const getImportJob: Handler = async ({ sql }, id) => {
  const [job] = await sql`select ${sql(columns)} from public.import_jobs where id = ${parseId(id)}`
  return { data: found(job) }
}

export const listImportErrors: Handler = async ({ sql, url }, id) => {
  await getJobOrFail(sql, parseId(id))
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? 100) || 100, 1), 1000)
  const offset = Math.max(Number(url.searchParams.get('offset') ?? 0) || 0, 0)
  const [count] =
    await sql`select count(*)::int total from public.import_job_errors where import_job_id = ${id}`
  const errors =
    await sql`select id, import_job_id, row_number, errors, raw, created_at from public.import_job_errors
    where import_job_id = ${id} order by row_number limit ${limit} offset ${offset}`
  return { data: { errors, total: count?.['total'] ?? 0 } }
}

async function getJobOrFail(sql: Parameters<Handler>[0]['sql'], id: string): Promise<void> {
  const [job] = await sql`select id from public.import_jobs where id = ${id}`
  found(job)
}

export const createImportJob: Handler = async ({ sql, caller, body, options }) => {
  const job = parse(createImportJobSchema, body)
  const [model] = await sql`select agency_id from public.data_models where id = ${job.model_id}`
  found(model)
  const [file] =
    await sql`select (metadata ->> 'size')::bigint::int size from storage.objects where bucket_id = 'imports' and name = ${job.file_url}`
  if (!file || !job.file_url.startsWith(`${caller.id}/`)) {
    throw new ProblemError('FILE_NOT_FOUND', 'There is no such file in your folder. Upload it first.')
  }
  const size = Number(file['size'] ?? 0)
  if (size > options.maxImportBytes) {
    throw new ProblemError(
      'FILE_TOO_LARGE',
      `The file has ${size} bytes. An import takes at most ${options.maxImportBytes}.`,
    )
  }
  const [earlier] = await sql`select id, status from public.import_jobs
    where user_id = ${caller.id} and model_id = ${job.model_id} and file_url = ${job.file_url} and status in ('pending', 'processing', 'completed')
    order by status = 'completed', created_at desc limit 1`
  if (earlier && (earlier['status'] !== 'completed' || job.allow_duplicate !== true))
    throw duplicate(String(earlier['id']))
  const [created] = await sql`
    insert into public.import_jobs (model_id, agency_id, file_url, file_type, file_size, mapping, on_invalid)
    values (${job.model_id}, ${model?.['agency_id']}, ${job.file_url}, ${job.file_type}, ${size}, ${job.mapping ? sql.json(job.mapping) : null}, ${job.on_invalid ?? 'skip'})
    on conflict (user_id, model_id, file_url) where status in ('pending', 'processing') do nothing
    returning ${sql(columns)}`
  if (created) return { data: created, status: 201 }
  const [active] = await sql`select id from public.import_jobs
    where user_id = ${caller.id} and model_id = ${job.model_id} and file_url = ${job.file_url} order by created_at desc limit 1`
  throw duplicate(String(active?.['id'] ?? ''))
}

function duplicate(importJobId: string): ProblemError {
  return new ProblemError(
    'IMPORT_DUPLICATE',
    'This file was imported into this model before. Import it again only if its rows should be there twice.',
    {
      import_job_id: importJobId,
    },
  )
}

/** The rows that are committed stay; the worker stops before its next batch. */
export const cancelImportJob: Handler = async ({ sql, caller }, id) => {
  const [own] =
    await sql`select id from public.import_jobs where id = ${parseId(id)} and user_id = ${caller.id}`
  found(own)
  await actAsProject(sql)
  const [job] = await sql`
    update public.import_jobs set status = 'cancelled', finished_at = now()
    where id = ${id} and status in ('pending', 'processing') returning ${sql(columns)}`
  await actAs(sql, caller)
  if (!job) throw new ProblemError('IMPORT_FINISHED', 'This import has ended already.')
  return { data: job }
}
