import { headerSignatureSchema, saveImportMappingSchema } from '@headwater/core/contracts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler } from './context.ts'
import { found, parse, parseId } from '../runtime/parse.ts'

const columns = [
  'id',
  'user_id',
  'agency_id',
  'model_id',
  'header_signature',
  'columns',
  'mapping',
  'plan',
  'reading',
  'policy',
  'created_at',
  'updated_at',
  'used_at',
]

/** The mapping that the caller saved for a header, or null; reading one counts as using it. */
export const getImportMapping: Handler = async ({ sql, caller, url }) => {
  const modelId = parseId(url.searchParams.get('model_id') ?? '')
  const signature = headerSignatureSchema.safeParse(url.searchParams.get('header_signature'))
  if (!signature.success)
    throw new ProblemError('VALIDATION_FAILED', 'The parameter header_signature is missing or not one.', {
      issues: [{ path: 'header_signature', message: 'Send what headerSignature gives for the header.' }],
    })
  const [mapping] = await sql`
    update public.import_mappings set used_at = now()
    where user_id = ${caller.id} and model_id = ${modelId} and header_signature = ${signature.data} returning ${sql(columns)}`
  return { data: mapping ?? null }
}

export const saveImportMapping: Handler = async ({ sql, body }) => {
  const input = parse(saveImportMappingSchema, body)
  const [model] = await sql`select agency_id from public.data_models where id = ${input.model_id}`
  const json = (value: object | null | undefined) =>
    value === undefined || value === null ? null : sql.json(JSON.parse(JSON.stringify(value)))
  const [saved] = await sql`
    insert into public.import_mappings (model_id, agency_id, header_signature, columns, mapping, plan, reading, policy)
    values (${input.model_id}, ${found(model)['agency_id']}, ${input.header_signature}, ${sql.json(input.columns)}, ${json(input.mapping)},
      ${json(input.plan)}, ${json(input.reading)}, ${json(input.policy)})
    on conflict (user_id, model_id, header_signature) do update set columns = excluded.columns, mapping = excluded.mapping, plan = excluded.plan,
      reading = excluded.reading, policy = excluded.policy, used_at = now()
    returning ${sql(columns)}`
  return { data: found(saved) }
}
