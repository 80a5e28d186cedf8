import {
  bulkImportSchema,
  createRecordSchema,
  modelFieldsSchema,
  recordQuerySchema,
  updateRecordSchema,
  type ModelField,
  type RecordFilter,
  type RowIssue,
} from '@headwater/core/contracts'
import { compilePatchChecker, compileRecordChecker } from '@headwater/core/validation'
import type postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler } from './context.ts'
import { found, parse, parseId } from '../runtime/parse.ts'

const columns = [
  'id',
  'model_id',
  'user_id',
  'agency_id',
  'data',
  'import_job_id',
  'import_row',
  'created_at',
  'updated_at',
]

async function fieldsOf(
  sql: Transaction,
  modelId: string,
): Promise<{ fields: ModelField[]; agencyId: string }> {
  const [model] = await sql`select fields, agency_id from public.data_models where id = ${modelId}`
  return { fields: modelFieldsSchema.parse(found(model)['fields']), agencyId: String(model?.['agency_id']) }
}

function rejected(issues: readonly RowIssue[]): ProblemError {
  return new ProblemError('VALIDATION_FAILED', 'The record does not fit its model.', {
    issues: issues.map(({ field, message }) => ({ path: field ?? '', message })),
  })
}

function fieldNamed(fields: readonly ModelField[], name: string): ModelField {
  const field = fields.find((candidate) => candidate.name === name)
  if (!field) throw new ProblemError('VALIDATION_FAILED', `This model has no field named ${name}.`)
  return field
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`)
}

/** One condition as SQL; a comparison is of JSON values, so numbers compare as numbers. */
function conditionOf(
  sql: Transaction,
  { field, operator, value }: RecordFilter,
): postgres.PendingQuery<postgres.Row[]> {
  const text = sql`data ->> ${field}`
  if (operator === 'empty') return sql`coalesce(${text}, '') = ''`
  if (operator === 'not_empty') return sql`coalesce(${text}, '') <> ''`
  if (value === undefined)
    throw new ProblemError('VALIDATION_FAILED', `The filter on ${field} needs a value.`)
  if (operator === 'contains') return sql`${text} ilike ${`%${escapeLike(String(value))}%`}`
  if (operator === 'starts_with') return sql`${text} ilike ${`${escapeLike(String(value))}%`}`
  if (operator === 'eq') return sql`data -> ${field} = ${sql.json(value)}`
  if (operator === 'neq') return sql`data -> ${field} is distinct from ${sql.json(value)}`
  return sql`data -> ${field} ${sql.unsafe(comparisons[operator])} ${sql.json(value)}`
}

function jsonParameter(url: URL, name: string): unknown {
  const text = url.searchParams.get(name)
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new ProblemError('BAD_REQUEST', `The parameter ${name} is not JSON.`)
  }
}

function numberParameter(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name)
  return text === null ? undefined : Number(text)
}

function orderOf(
  sql: Transaction,
  fields: readonly ModelField[],
  sort: { field: string; direction: 'asc' | 'desc' } | undefined,
) {
  const direction = sql.unsafe(sort?.direction === 'asc' ? 'asc' : 'desc')
  if (sort === undefined || sort.field === 'created_at')
    return sql`created_at ${direction}, import_row nulls first, id`
  if (sort.field === 'updated_at') return sql`updated_at ${direction}, id`
  return sql`data -> ${fieldNamed(fields, sort.field).name} ${direction} nulls last, id`
}

export const listRecords: Handler = async ({ sql, url }) => {
  const query = parse(recordQuerySchema, {
    model_id: url.searchParams.get('model_id') ?? undefined,
    offset: numberParameter(url, 'offset'),
    limit: numberParameter(url, 'limit'),
    sort: jsonParameter(url, 'sort'),
    filters: jsonParameter(url, 'filters'),
    search: url.searchParams.get('search') ?? undefined,
  })
  const { fields, agencyId } = await fieldsOf(sql, query.model_id)
  const conditions = [sql`model_id = ${query.model_id}`, sql`agency_id = ${agencyId}`]
  for (const filter of query.filters ?? []) {
    fieldNamed(fields, filter.field)
    conditions.push(conditionOf(sql, filter))
  }
  if (query.search)
    conditions.push(
      sql`exists (select from jsonb_each_text(data) where value ilike ${`%${escapeLike(query.search)}%`})`,
    )
  const where = conditions.reduce((left, right) => sql`${left} and ${right}`)
  const [count] = await sql`select count(*)::int total from public.records where ${where}`
  const records = await sql`select ${sql(columns)} from public.records where ${where}
    order by ${orderOf(sql, fields, query.sort)} limit ${query.limit ?? 100} offset ${query.offset ?? 0}`
  return { data: { records, total: count?.['total'] ?? 0 } }
}

export const createRecord: Handler = async ({ sql, body }) => {
  const { model_id, data } = parse(createRecordSchema, body)
  const { fields, agencyId } = await fieldsOf(sql, model_id)
  const check = compileRecordChecker(fields)(data)
  if (!check.ok) throw rejected(check.issues)
  const [record] = await sql`
    insert into public.records (model_id, agency_id, data) values (${model_id}, ${agencyId}, ${sql.json(check.data)}) returning ${sql(columns)}`
  return { data: record, status: 201 }
}

export const updateRecord: Handler = async ({ sql, body }, id) => {
  const { data } = parse(updateRecordSchema, body)
  const [before] = await sql`select model_id from public.records where id = ${parseId(id)} for update`
  const { fields } = await fieldsOf(sql, String(found(before)['model_id']))
  const check = compilePatchChecker(fields)(data)
  if (!check.ok) throw rejected(check.issues)
  const [record] = await sql`
    update public.records set data = jsonb_strip_nulls(data || ${sql.json(check.data)}) where id = ${id} returning ${sql(columns)}`
  return { data: found(record) }
}

export const deleteRecord: Handler = async ({ sql }, id) => {
  const [record] = await sql`delete from public.records where id = ${parseId(id)} returning id`
  return { data: found(record) }
}

export const bulkImport: Handler = async ({ sql, body }) => {
  const { model_id, records, on_invalid = 'skip' } = parse(bulkImportSchema, body)
  const { fields, agencyId } = await fieldsOf(sql, model_id)
  const check = compileRecordChecker(fields)
  const outcomes = records.map((record) => check(record))
  const errors = outcomes.flatMap((outcome, index) =>
    outcome.ok ? [] : [{ row_number: index + 1, errors: outcome.issues }],
  )
  const valid = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []))
  const blocked = on_invalid === 'block' && errors.length > 0
  if (!blocked && valid.length > 0) {
    await sql`insert into public.records (model_id, agency_id, data)
      select ${model_id}, ${agencyId}, value from jsonb_array_elements(${sql.json(valid)})`
  }
  return { data: { imported: blocked ? 0 : valid.length, failed: errors.length, errors } }
}
