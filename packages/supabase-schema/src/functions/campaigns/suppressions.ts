import { createSuppressionsSchema, suppressionQuerySchema } from '@headwater/core/contracts'
import { found, parse, parseId } from '../runtime/parse.ts'
import { ProblemError } from '../runtime/problem.ts'
import type { Handler } from './context.ts'

const columns = ['id', 'agency_id', 'channel', 'address', 'reason', 'source', 'note', 'created_at']

/** `GET /campaign-api/suppressions` */
export const listSuppressions: Handler = async ({ sql, url }) => {
  const text = (name: string) => url.searchParams.get(name) ?? undefined
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)))
  const query = parse(suppressionQuerySchema, {
    channel: text('channel'),
    search: text('search'),
    offset: number('offset'),
    limit: number('limit'),
  })
  const conditions = [sql`true`]
  if (query.channel !== undefined) conditions.push(sql`channel = ${query.channel}`)
  if (query.search)
    conditions.push(sql`address like ${`%${query.search.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`}`)
  const where = conditions.reduce((left, right) => sql`${left} and ${right}`)
  const [count] = await sql`select count(*)::int total from public.suppressions where ${where}`
  const rows = await sql`select ${sql(columns)} from public.suppressions where ${where}
    order by created_at desc, id limit ${query.limit ?? 50} offset ${query.offset ?? 0}`
  return { data: { suppressions: [...rows], total: count?.['total'] ?? 0 } }
}

/** `POST /campaign-api/suppressions`: known addresses stay as they are. */
export const createSuppressions: Handler = async ({ sql, body }) => {
  const { channel, addresses, reason = 'manual', note = null } = parse(createSuppressionsSchema, body)
  const unique = [...new Set(addresses)]
  const rows = await sql`insert into public.suppressions (channel, address, reason, source, note)
    select ${channel}, address, ${reason}, ${addresses.length > 1 ? 'import' : 'user'}, ${note} from unnest(${unique}::text[]) address
    on conflict (agency_id, channel, address) do nothing returning id`
  return { data: { added: rows.length, known: unique.length - rows.length }, status: 201 }
}

/** `DELETE /campaign-api/suppressions/:id`: only what a person suppressed by hand. Who opted out opts in again by a message of their own. */
export const deleteSuppression: Handler = async ({ sql }, id) => {
  const [before] = await sql`select reason from public.suppressions where id = ${parseId(id)}`
  const { reason } = found(before)
  if (reason !== 'manual')
    throw new ProblemError(
      'FORBIDDEN',
      'The recipient opted out, or the vendor said so. Only a START message of theirs lifts it.',
    )
  const [row] = await sql`delete from public.suppressions where id = ${id} returning id`
  if (!row) throw new ProblemError('FORBIDDEN', 'Only an agency’s admins lift suppressions.')
  return { data: row }
}
