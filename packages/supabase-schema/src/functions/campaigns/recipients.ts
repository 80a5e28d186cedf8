import {
  createSegmentSchema,
  recipientQuerySchema,
  updateSegmentSchema,
  type RecipientQuery,
} from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import { found, parse, parseId } from '../runtime/parse.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler } from './context.ts'

async function readPage(sql: Transaction, query: unknown) {
  const {
    data_model_id: modelId,
    criteria,
    offset = 0,
    limit = 25,
    pick,
  } = parse(recipientQuerySchema, query)
  const [page] = await sql<{ total: string; record_ids: string[]; answered_by: string }[]>`
    select total, record_ids, answered_by from headwater.read_audience(${modelId},
      ${criteria === undefined ? null : JSON.stringify(criteria)}::text::jsonb, ${limit}, ${offset}, ${pick === 'sample'})`
  const { total, record_ids: ids, answered_by } = found(page)
  const rows = await sql<{ id: string; data: unknown }[]>`
    select r.id, r.data from unnest(${ids}::uuid[]) with ordinality as wanted (id, position) join public.records r using (id) order by wanted.position`
  return { data: { total: Number(total), recipients: [...rows], answered_by } }
}

/** `GET /campaign-api/recipients?data_model_id&criteria`: `criteria` is JSON text in either form. */
export const getRecipients: Handler = async ({ sql, url }) => {
  const text = (name: string) => url.searchParams.get(name) ?? undefined
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)))
  let criteria: unknown
  try {
    criteria = text('criteria') === undefined ? undefined : JSON.parse(text('criteria') ?? '')
  } catch {
    throw new ProblemError('BAD_REQUEST', 'The parameter criteria is not JSON.')
  }
  return readPage(sql, {
    data_model_id: text('data_model_id') ?? text('model_id'),
    criteria,
    offset: number('offset'),
    limit: number('limit'),
    pick: text('pick'),
  } satisfies Record<keyof RecipientQuery, unknown>)
}

/** `POST /campaign-api/recipients`: the same for criteria that are too long for an address. */
export const postRecipients: Handler = async ({ sql, body }) => readPage(sql, body)

const columns = [
  'id',
  'agency_id',
  'data_model_id',
  'name',
  'criteria',
  'created_by',
  'created_at',
  'updated_at',
]

/** `GET /campaign-api/segments?data_model_id` */
export const listSegments: Handler = async ({ sql, url }) => {
  const modelId = url.searchParams.get('data_model_id')
  const where = modelId === null ? sql`true` : sql`data_model_id = ${parseId(modelId)}`
  return {
    data: [
      ...(await sql`select ${sql(columns)} from public.audience_segments where ${where} order by name limit 1000`),
    ],
  }
}

/** `POST /campaign-api/segments` */
export const createSegment: Handler = async ({ sql, body }) => {
  const { data_model_id: modelId, name, criteria } = parse(createSegmentSchema, body)
  // Checks the criteria by the model's fields, and that the caller may read it.
  await sql`select headwater.read_audience(${modelId}, ${JSON.stringify(criteria)}::text::jsonb, 0, 0)`
  const [row] = await sql`insert into public.audience_segments (data_model_id, name, criteria)
    values (${modelId}, ${name}, ${JSON.stringify(criteria)}::text::jsonb) returning ${sql(columns)}`
  return { data: found(row), status: 201 }
}

/** `PUT /campaign-api/segments/:id` */
export const updateSegment: Handler = async ({ sql, body }, id) => {
  const { name, criteria } = parse(updateSegmentSchema, body)
  const [before] =
    await sql`select data_model_id from public.audience_segments where id = ${parseId(id)} for update`
  const { data_model_id: modelId } = found(before)
  if (criteria !== undefined)
    await sql`select headwater.read_audience(${modelId}, ${JSON.stringify(criteria)}::text::jsonb, 0, 0)`
  const [row] = await sql`update public.audience_segments set name = coalesce(${name ?? null}, name),
      criteria = coalesce(${criteria === undefined ? null : JSON.stringify(criteria)}::text::jsonb, criteria)
    where id = ${id} returning ${sql(columns)}`
  return { data: found(row) }
}

/** `DELETE /campaign-api/segments/:id` */
export const deleteSegment: Handler = async ({ sql }, id) => {
  const [row] = await sql`delete from public.audience_segments where id = ${parseId(id)} returning id`
  return { data: found(row) }
}
