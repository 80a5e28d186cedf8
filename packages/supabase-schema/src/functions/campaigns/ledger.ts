import { assignCampaignSchema, messageQuerySchema } from '@headwater/core/contracts'
import { found, parse } from '../runtime/parse.ts'
import { readCampaign } from './campaign-rows.ts'
import { requireAdmin } from './campaigns.ts'
import type { Handler } from './context.ts'

function pageOf(url: URL) {
  const text = (name: string) => url.searchParams.get(name) ?? undefined
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)))
  return parse(messageQuerySchema, {
    status: text('status'),
    reason: text('reason'),
    search: text('search'),
    offset: number('offset'),
    limit: number('limit'),
  })
}

/** `GET …/:id/messages`: the ledger. */
export const listMessages: Handler = async ({ sql, url }, id) => {
  const { status, reason, search, offset = 0, limit = 50 } = pageOf(url)
  await readCampaign(sql, id)
  const conditions = [sql`campaign_id = ${id}`]
  if (status !== undefined) conditions.push(sql`status = ${status}`)
  if (reason !== undefined) conditions.push(sql`reason = ${reason}`)
  if (search) conditions.push(sql`recipient like ${`%${search.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`}`)
  const where = conditions.reduce((left, right) => sql`${left} and ${right}`)
  const [count] = await sql`select count(*)::int total from public.campaign_messages where ${where}`
  const messages = await sql`
    select id, campaign_id, record_id, recipient, status, reason, reason_message, body, segments, cost_micros::float8 cost_micros, attempts,
      provider_message_id, held_until, expires_at, sent_at, delivered_at, read_at, failed_at, updated_at
    from public.campaign_messages where ${where} order by recipient limit ${limit} offset ${offset}`
  return { data: { messages: [...messages], total: count?.['total'] ?? 0 } }
}

/** `GET …/:id/skipped`: who matched and got no message of their own. */
export const listSkipped: Handler = async ({ sql, url }, id) => {
  const { offset = 0, limit = 50 } = pageOf(url)
  await readCampaign(sql, id)
  const [count] = await sql`select count(*)::int total from public.campaign_skips where campaign_id = ${id}`
  const skipped =
    await sql`select record_id, reason, value from public.campaign_skips where campaign_id = ${id}
    order by reason, record_id limit ${limit} offset ${offset}`
  return { data: { skipped: [...skipped], total: count?.['total'] ?? 0 } }
}

/** `GET …/:id/assignments`: the clients who may read it. */
export const listAssignments: Handler = async ({ sql }, id) => {
  await readCampaign(sql, id)
  return {
    data: [
      ...(await sql`select campaign_id, user_id, created_at from public.campaign_assignments where campaign_id = ${id} order by created_at, user_id`),
    ],
  }
}

/** `PUT …/:id/assignments`: those who may read it from now on. */
export const assignCampaign: Handler = async (context, id) => {
  const { sql, body } = context
  await requireAdmin(sql)
  const { user_ids: userIds } = parse(assignCampaignSchema, body)
  const { agency_id: agencyId } = await readCampaign(sql, id)
  const members =
    await sql`select id from public.user_profiles where agency_id = ${agencyId} and id = any(${userIds}::uuid[])`
  if (members.length !== new Set(userIds).size) found(undefined)
  await sql`delete from public.campaign_assignments where campaign_id = ${id} and user_id <> all(${userIds}::uuid[])`
  await sql`insert into public.campaign_assignments (campaign_id, agency_id, user_id)
    select ${id}, ${agencyId}, user_id from unnest(${userIds}::uuid[]) user_id on conflict do nothing`
  return listAssignments(context, id)
}
