import { createDataModelSchema, updateDataModelSchema } from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import type { Handler } from './context.ts'
import { found, parse, parseId } from '../runtime/parse.ts'

const columns = [
  'id',
  'user_id',
  'agency_id',
  'name',
  'description',
  'fields',
  'visibility',
  'created_at',
  'updated_at',
]

export const listModels: Handler = async ({ sql }) => ({
  data: await sql`select ${sql(columns)} from public.data_models order by created_at desc, id limit 1000`,
})

export const getModel: Handler = async ({ sql }, id) => {
  const [model] = await sql`select ${sql(columns)} from public.data_models where id = ${parseId(id)}`
  return { data: found(model) }
}

export const createModel: Handler = async ({ sql, body }) => {
  const { name, description = null, fields, visibility = 'private' } = parse(createDataModelSchema, body)
  const [model] = await sql`
    insert into public.data_models (name, description, fields, visibility)
    values (${name}, ${description}, ${sql.json(fields)}, ${visibility}) returning ${sql(columns)}`
  return { data: model, status: 201 }
}

/** A field that keeps its id and changes its name takes its records' values along. */
async function renameFields(
  sql: Transaction,
  id: string,
  before: readonly { id: string; name: string }[],
  after: readonly { id: string; name: string }[],
): Promise<void> {
  for (const field of after) {
    const old = before.find((candidate) => candidate.id === field.id)
    if (!old || old.name === field.name) continue
    await sql`update public.records set data = (data - ${old.name}::text) || jsonb_build_object(${field.name}::text, data -> ${old.name}::text)
      where model_id = ${id} and data ? ${old.name}`
  }
}

export const updateModel: Handler = async ({ sql, body }, id) => {
  const change = parse(updateDataModelSchema, body)
  const [before] = await sql`select fields from public.data_models where id = ${parseId(id)} for update`
  found(before)
  const [model] = await sql`
    update public.data_models set
      name = coalesce(${change.name ?? null}, name),
      description = case when ${change.description !== undefined} then ${change.description ?? null} else description end,
      fields = coalesce(${change.fields ? sql.json(change.fields) : null}, fields),
      visibility = coalesce(${change.visibility ?? null}, visibility)
    where id = ${id} returning ${sql(columns)}`
  if (change.fields) await renameFields(sql, id, before?.['fields'] ?? [], change.fields)
  return { data: found(model) }
}

export const deleteModel: Handler = async ({ sql }, id) => {
  const [model] = await sql`delete from public.data_models where id = ${parseId(id)} returning id`
  return { data: found(model) }
}
