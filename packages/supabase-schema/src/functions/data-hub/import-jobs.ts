import { createImportJobSchema, modelFieldsSchema, type CreateImportJob } from '@headwater/core/contracts'
import { compileRowPlan, isPlanError } from '@headwater/core/transforms'
import type { Transaction } from '../runtime/database.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Answer, Handler, RequestContext } from './context.ts'
import { importColumns } from './import-columns.ts'
import { found, parse, parseId } from '../runtime/parse.ts'

export const listImportJobs: Handler = async ({ sql, url }) => {
  const modelId = url.searchParams.get('model_id')
  const ofModel = modelId === null ? sql`true` : sql`model_id = ${parseId(modelId)}`
  return {
    data: await sql`select ${sql(importColumns)} from public.import_jobs where ${ofModel} order by created_at desc, id limit 200`,
  }
}

export const getImportJob: Handler = async ({ sql }, id) => {
  const [job] = await sql`select ${sql(importColumns)} from public.import_jobs where id = ${parseId(id)}`
  return { data: found(job) }
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

async function sizeOf({ sql, caller, options }: RequestContext, fileUrl: string): Promise<number> {
  const [file] =
    await sql`select (metadata ->> 'size')::bigint::int size from storage.objects where bucket_id = 'imports' and name = ${fileUrl}`
  if (!file || !fileUrl.startsWith(`${caller.id}/`))
    throw new ProblemError('FILE_NOT_FOUND', 'There is no such file in your folder. Upload it first.')
  const size = Number(file['size'] ?? 0)
  if (size > options.maxImportBytes)
    throw new ProblemError(
      'FILE_TOO_LARGE',
      `The file has ${size} bytes. An import takes at most ${options.maxImportBytes}.`,
    )
  return size
}

function wrong(path: string, message: string): { path: string; message: string } {
  return { path, message }
}

/** Every field that the request names has to be the model's. */
function assertFields(job: CreateImportJob, modelFields: unknown): void {
  const fields = new Map(modelFieldsSchema.parse(modelFields).map((field) => [field.name, field]))
  const unknown = (path: string, name: string) =>
    fields.has(name) ? [] : [wrong(path, `This model has no field named ${name}.`)]
  const issues = [
    ...(job.key_fields ?? []).flatMap((name) => unknown('key_fields', name)),
    ...Object.keys(job.field_policies ?? {}).flatMap((name) => unknown(`field_policies.${name}`, name)),
    ...Object.keys(job.plan ?? {}).flatMap((name) => unknown(`plan.${name}`, name)),
  ]
  if (job.newest_by !== undefined && fields.get(job.newest_by)?.type !== 'date')
    issues.push(wrong('newest_by', `This model has no date field named ${job.newest_by}.`))
  if (issues.length > 0)
    throw new ProblemError('VALIDATION_FAILED', 'Some fields are not the model’s.', { issues })
}

/** A plan that can't be carried out is refused before anything is read. */
function assertPlan({ plan }: CreateImportJob): void {
  try {
    if (plan !== undefined) compileRowPlan(plan)
  } catch (error) {
    if (!isPlanError(error)) throw error
    throw new ProblemError('VALIDATION_FAILED', error.message, { issues: [wrong('plan', error.message)] })
  }
}

/** A dry run foretells an import of the same file with the same settings alone. */
async function assertDryRun(sql: Transaction, job: CreateImportJob): Promise<void> {
  if (job.dry_run_of === undefined) return
  const [dryRun] = await sql`
    select dry_run and status = 'completed' and model_id = ${job.model_id} and file_url = ${job.file_url}
      and mode = ${job.mode ?? 'insert'} and key_fields = ${job.key_fields ?? []}::text[]
      and field_policies = ${sql.json(job.field_policies ?? {})}::jsonb and newest_by is not distinct from ${job.newest_by ?? null}
      and duplicates_in_file = ${job.duplicates_in_file ?? 'last'} and on_invalid = ${job.on_invalid ?? 'skip'} fits
    from public.import_jobs where id = ${job.dry_run_of}`
  if (found(dryRun)['fits'] !== true)
    throw new ProblemError('VALIDATION_FAILED', 'The dry run is of another file or of other settings.', {
      issues: [wrong('dry_run_of', 'Name a completed dry run of the same file and settings.')],
    })
}

/** The import of the same file that is under way, or that has taken it already. What was undone, and dry runs, took nothing. */
async function earlierOf({ sql, caller }: RequestContext, job: CreateImportJob): Promise<string | null> {
  const finished =
    job.allow_duplicate === true || job.dry_run === true
      ? sql`false`
      : sql`status = 'completed' and undone_at is null`
  const [earlier] = await sql`select id from public.import_jobs
    where user_id = ${caller.id} and model_id = ${job.model_id} and file_url = ${job.file_url}
      and undo_of is null and dry_run = ${job.dry_run ?? false} and (status in ('pending', 'processing', 'paused') or ${finished})
    order by status = 'completed', created_at desc limit 1`
  return earlier ? String(earlier['id']) : null
}

/** Starts an import of what a request names. @throws ProblemError */
export async function startImport(
  context: RequestContext,
  job: CreateImportJob,
  againOf: string | null = null,
): Promise<Answer> {
  const { sql } = context
  const [model] = await sql`select agency_id, fields from public.data_models where id = ${job.model_id}`
  found(model)
  const size = await sizeOf(context, job.file_url)
  assertFields(job, model?.['fields'])
  assertPlan(job)
  await assertDryRun(sql, job)
  const earlier = await earlierOf(context, job)
  if (earlier !== null) throw duplicate(earlier)
  const json = (value: object | undefined) =>
    value === undefined ? null : sql.json(JSON.parse(JSON.stringify(value)))
  const [created] = await sql`
    insert into public.import_jobs (model_id, agency_id, file_url, file_type, file_size, mapping, plan, reading, on_invalid, mode, key_fields,
      field_policies, newest_by, duplicates_in_file, dry_run, dry_run_of, again_of)
    values (${job.model_id}, ${model?.['agency_id']}, ${job.file_url}, ${job.file_type}, ${size},
      ${job.plan === undefined ? json(job.mapping) : null}, ${json(job.plan)}, ${json(job.reading)}, ${job.on_invalid ?? 'skip'},
      ${job.mode ?? 'insert'}, ${job.key_fields ?? []}::text[], ${json(job.field_policies ?? {})}, ${job.newest_by ?? null},
      ${job.duplicates_in_file ?? 'last'}, ${job.dry_run ?? false}, ${job.dry_run_of ?? null}, ${againOf})
    on conflict (user_id, model_id, file_url, dry_run) where status in ('pending', 'processing', 'paused') and undo_of is null do nothing
    returning ${sql(importColumns)}`
  if (created) return { data: created, status: 201 }
  throw duplicate((await earlierOf(context, job)) ?? '')
}

export const createImportJob: Handler = (context) =>
  startImport(context, parse(createImportJobSchema, context.body))
