import {
  createImportJobSchema,
  IMPORTS_BUCKET,
  type CreateImportJob,
  type DataModel,
  type ImportJob,
} from '../contracts/index.ts'
import { compileRowPlan, isPlanError } from '../transforms/index.ts'
import type { MemoryAnswer, MemoryContext, MemoryHandler } from './memory-context.ts'
import { newJob } from './memory-job-row.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import { isUnfinished, newestFirst, type MemoryStore } from './memory-store.ts'

export const listImportJobs: MemoryHandler = ({ store, url }) => {
  const modelId = url.searchParams.get('model_id')
  const jobs = newestFirst(store.jobs.values())
  return { data: modelId === null ? jobs : jobs.filter((job) => job.model_id === modelId) }
}

export const getImportJob: MemoryHandler = ({ store }, id) => ({ data: found(store.jobs.get(id)) })

function duplicate(importJobId: string): MemoryProblem {
  return new MemoryProblem(
    'IMPORT_DUPLICATE',
    'This file was imported into this model before. Import it again only if its rows should be there twice.',
    { import_job_id: importJobId },
  )
}

function wrong(path: string, message: string): { path: string; message: string } {
  return { path, message }
}

/** Every field that the request names has to be the model's. */
function assertFields(request: CreateImportJob, { fields }: DataModel): void {
  const unknown = (path: string, name: string) =>
    fields.some((field) => field.name === name) ? [] : [wrong(path, `This model has no field named ${name}.`)]
  const issues = [
    ...(request.key_fields ?? []).flatMap((name) => unknown('key_fields', name)),
    ...Object.keys(request.field_policies ?? {}).flatMap((name) => unknown(`field_policies.${name}`, name)),
    ...Object.keys(request.plan ?? {}).flatMap((name) => unknown(`plan.${name}`, name)),
  ]
  const { newest_by } = request
  if (newest_by !== undefined && !fields.some(({ name, type }) => name === newest_by && type === 'date'))
    issues.push(wrong('newest_by', `This model has no date field named ${newest_by}.`))
  if (issues.length > 0)
    throw new MemoryProblem('VALIDATION_FAILED', 'Some fields are not the model’s.', { issues })
}

/** What a request asks for, with what it leaves open. */
function settingsOf(request: CreateImportJob): Partial<ImportJob> {
  return {
    mapping: request.plan === undefined ? (request.mapping ?? null) : null,
    plan: request.plan ?? null,
    reading: request.reading ?? null,
    on_invalid: request.on_invalid ?? 'skip',
    mode: request.mode ?? 'insert',
    key_fields: request.key_fields ?? [],
    field_policies: request.field_policies ?? {},
    newest_by: request.newest_by ?? null,
    duplicates_in_file: request.duplicates_in_file ?? 'last',
    dry_run: request.dry_run ?? false,
    dry_run_of: request.dry_run_of ?? null,
  }
}

const compared = [
  'on_invalid',
  'mode',
  'key_fields',
  'field_policies',
  'newest_by',
  'duplicates_in_file',
] as const

/** A plan that can't be carried out is refused before anything is read. */
function assertPlan({ plan }: CreateImportJob): void {
  try {
    if (plan !== undefined) compileRowPlan(plan)
  } catch (error) {
    if (!isPlanError(error)) throw error
    throw new MemoryProblem('VALIDATION_FAILED', error.message, { issues: [wrong('plan', error.message)] })
  }
}

/** A dry run foretells an import of the same file with the same settings alone. */
function assertDryRun(store: MemoryStore, request: CreateImportJob): void {
  if (request.dry_run_of === undefined) return
  const dryRun = found(store.jobs.get(request.dry_run_of))
  const settings = settingsOf(request)
  const fits =
    dryRun.dry_run &&
    dryRun.status === 'completed' &&
    dryRun.model_id === request.model_id &&
    dryRun.file_url === request.file_url &&
    compared.every((name) => JSON.stringify(dryRun[name]) === JSON.stringify(settings[name]))
  if (!fits)
    throw new MemoryProblem('VALIDATION_FAILED', 'The dry run is of another file or of other settings.', {
      issues: [wrong('dry_run_of', 'Name a completed dry run of the same file and settings.')],
    })
}

function earlierOf(store: MemoryStore, request: CreateImportJob): ImportJob | undefined {
  const same = newestFirst(store.jobs.values()).filter(
    (job) =>
      job.model_id === request.model_id &&
      job.file_url === request.file_url &&
      job.undo_of === null &&
      job.dry_run === (request.dry_run ?? false),
  )
  const repeats = request.allow_duplicate === true || request.dry_run === true
  return (
    same.find(isUnfinished) ??
    same.find(({ status, undone_at }) => !repeats && status === 'completed' && undone_at === null)
  )
}

/** Starts an import of what a request names. @throws MemoryProblem */
export function startImport(
  { store, imports }: MemoryContext,
  request: CreateImportJob,
  againOf: string | null = null,
): MemoryAnswer {
  const model = found(store.models.get(request.model_id))
  const file = store.files.get(`${IMPORTS_BUCKET}/${request.file_url}`)
  if (!file || !request.file_url.startsWith(`${store.user.id}/`))
    throw new MemoryProblem('FILE_NOT_FOUND', 'There is no such file in your folder. Upload it first.')
  if (file.size > store.maxImportBytes)
    throw new MemoryProblem(
      'FILE_TOO_LARGE',
      `The file has ${file.size} bytes. An import takes at most ${store.maxImportBytes}.`,
    )
  assertFields(request, model)
  assertPlan(request)
  assertDryRun(store, request)
  const before = earlierOf(store, request)
  if (before) throw duplicate(before.id)
  const job = newJob(store, {
    ...settingsOf(request),
    model_id: request.model_id,
    file_url: request.file_url,
    file_type: request.file_type,
    file_size: file.size,
    again_of: againOf,
  })
  imports.start(job.id, file)
  return { data: job, status: 201 }
}

export const createImportJob: MemoryHandler = (context) =>
  startImport(context, parseRequest(createImportJobSchema, context.body))
