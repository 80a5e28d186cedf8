import {
  campaignQuerySchema,
  createCampaignSchema,
  updateCampaignSchema,
  type CampaignStatus,
  type CampaignType,
} from '@headwater/core/contracts'
import { actAs, actAsProject, type Transaction } from '../runtime/database.ts'
import { found, parse, parseId } from '../runtime/parse.ts'
import { ProblemError } from '../runtime/problem.ts'
import { campaignColumns, campaignTables, parseRow, readCampaign } from './campaign-rows.ts'
import type { Handler, RequestContext } from './context.ts'

const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

/** Throws unless the caller may change campaigns: a researcher and a client only read them. */
export async function requireAdmin(sql: Transaction): Promise<string> {
  const [row] = await sql<{ agency_id: string | null; allowed: boolean }[]>`
    select headwater.current_agency_id() agency_id, headwater.is_agency_admin() or headwater.is_super_admin() allowed`
  if (!row?.allowed || row.agency_id === null)
    throw new ProblemError('FORBIDDEN', 'Only an agency’s admins make and change campaigns.')
  return row.agency_id
}

/** Does something as the project after the caller's right to it was shown, and becomes the caller again. */
export async function asProject<Result>(
  { sql, caller }: RequestContext,
  work: () => Promise<Result>,
): Promise<Result> {
  await actAsProject(sql)
  const result = await work()
  await actAs(sql, caller)
  return result
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`)
}

async function listPage({ sql, url }: RequestContext) {
  const parameters = url.searchParams
  const number = (...names: string[]) => {
    const text = names.map((name) => parameters.get(name)).find((value) => value !== null)
    return text === undefined || text === null ? undefined : Number(text)
  }
  const text = (...names: string[]) =>
    names.map((name) => parameters.get(name)).find((value) => value !== null) ?? undefined
  const query = parse(campaignQuerySchema, {
    page: number('page'),
    page_size: number('page_size', 'pageSize'),
    status: text('status'),
    type: text('type'),
    search: text('search'),
    sort_by: text('sort_by', 'sortBy'),
    sort_order: text('sort_order', 'sortOrder'),
  })
  const {
    page = 1,
    page_size: pageSize = 20,
    sort_by: sortBy = 'created_at',
    sort_order: order = 'desc',
  } = query
  const conditions = [sql`true`]
  if (query.status !== undefined) conditions.push(sql`c.status = ${query.status}`)
  if (query.type !== undefined) conditions.push(sql`c.type = ${query.type}`)
  if (query.search) {
    const pattern = `%${escapeLike(query.search)}%`
    conditions.push(sql`(c.name ilike ${pattern} or c.description ilike ${pattern})`)
  }
  const where = conditions.reduce((left, right) => sql`${left} and ${right}`)
  const [count] = await sql`select count(*)::int total from public.campaigns c where ${where}`
  const rows = await sql`select ${campaignColumns(sql)} from ${campaignTables(sql)} where ${where}
    order by c.${sql(sortBy)} ${sql.unsafe(order)} nulls last, c.id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { campaigns: rows.map(parseRow), total: Number(count?.['total'] ?? 0), page, pageSize }
}

/** `GET /campaign-api/campaigns` */
export const listCampaigns: Handler = async (context) => {
  const { campaigns, total } = await listPage(context)
  return { data: { campaigns, total } }
}

/** `GET /campaigns`: the lead platform's form of the same list. */
export const listCampaignsWithMeta: Handler = async (context) => {
  const { campaigns, total, page, pageSize } = await listPage(context)
  return { data: campaigns, meta: { total, page, pageSize, hasMore: page * pageSize < total } }
}

/** `GET …/:id` */
export const getCampaign: Handler = async ({ sql }, id) => ({ data: await readCampaign(sql, id) })

const sends = (type: CampaignType): boolean => type === 'sms' || type === 'whatsapp'

function checkStatus(type: CampaignType, status: CampaignStatus | undefined): void {
  if (status !== undefined && status !== 'draft' && sends(type))
    throw new ProblemError(
      'CAMPAIGN_STATUS',
      'A campaign that sends begins as a draft. Send, pause, resume or cancel it to change its status.',
    )
}

/** Throws unless the caller may read the model: others' stay unknown. */
async function requireModel(sql: Transaction, modelId: string | null | undefined): Promise<void> {
  if (modelId === null || modelId === undefined) return
  const [model] = await sql`select id from public.data_models where id = ${modelId}`
  found(model)
}

/** Checks criteria against the model's fields as early as they are written. */
async function checkCriteria(
  sql: Transaction,
  modelId: string | null | undefined,
  criteria: unknown,
): Promise<void> {
  if (!modelId || criteria === null || criteria === undefined) return
  await sql`select headwater.read_audience(${modelId}, ${JSON.stringify(criteria)}::text::jsonb, 0, 0)`
}

/** `POST /campaign-api/campaigns` and `POST /campaigns/create` */
export const createCampaign: Handler = async (context) => {
  const { sql, caller, body } = context
  const agencyId = await requireAdmin(sql)
  const input = parse(createCampaignSchema, body)
  const { type = 'outreach' } = input
  checkStatus(type, input.status)
  await requireModel(sql, input.data_model_id)
  await checkCriteria(sql, input.data_model_id, input.target_criteria)
  const [row] = await sql`
    insert into public.campaigns (agency_id, name, description, type, start_date, end_date, target_audience, data_model_id, target_criteria, content,
      message, subject, metadata, send_options, provider_id)
    values (${agencyId}, ${input.name}, ${input.description ?? null}, ${type}, ${input.start_date ?? null}, ${input.end_date ?? null},
      ${json(input.target_audience)}::text::jsonb, ${input.data_model_id ?? null}, ${json(input.target_criteria)}::text::jsonb, ${input.content ?? null},
      ${input.message ?? null}, ${input.subject ?? null}, ${json(input.metadata)}::text::jsonb, ${JSON.stringify(input.send_options ?? {})}::text::jsonb,
      ${input.provider_id ?? null})
    returning id`
  const id = String(found(row)['id'])
  await asProject(context, async () => {
    await sql`update public.campaigns set created_by = ${caller.id}, status = ${input.status ?? 'draft'} where id = ${id}`
  })
  return { data: await readCampaign(sql, id), status: 201 }
}

/** `PUT …/:id`: a campaign that sends changes until it begins. */
export const updateCampaign: Handler = async (context, id) => {
  const { sql, body } = context
  await requireAdmin(sql)
  const change = parse(updateCampaignSchema, body)
  const [before] =
    await sql`select type, status, data_model_id, target_criteria, updated_at from public.campaigns where id = ${parseId(id)} for update`
  const { type, updated_at: updatedAt, data_model_id: modelId, target_criteria: criteria } = found(before)
  if (
    change.expected_updated_at !== undefined &&
    Date.parse(change.expected_updated_at) !== new Date(updatedAt).getTime()
  )
    throw new ProblemError('CONFLICT', 'Somebody else changed this campaign meanwhile. Read it again.')
  checkStatus(change.type ?? type, change.status === 'archived' ? undefined : change.status)
  await requireModel(sql, change.data_model_id)
  const has = (name: keyof typeof change): boolean => change[name] !== undefined
  if (has('target_criteria') || has('data_model_id'))
    await checkCriteria(
      sql,
      has('data_model_id') ? change.data_model_id : modelId,
      has('target_criteria') ? change.target_criteria : criteria,
    )
  await sql`
    update public.campaigns set
      name = coalesce(${change.name ?? null}, name),
      type = coalesce(${change.type ?? null}, type),
      description = case when ${has('description')} then ${change.description ?? null} else description end,
      start_date = case when ${has('start_date')} then ${change.start_date ?? null}::date else start_date end,
      end_date = case when ${has('end_date')} then ${change.end_date ?? null}::date else end_date end,
      target_audience = case when ${has('target_audience')} then ${json(change.target_audience)}::text::jsonb else target_audience end,
      data_model_id = case when ${has('data_model_id')} then ${change.data_model_id ?? null}::uuid else data_model_id end,
      target_criteria = case when ${has('target_criteria')} then ${json(change.target_criteria)}::text::jsonb else target_criteria end,
      content = case when ${has('content')} then ${change.content ?? null} else content end,
      message = case when ${has('message')} then ${change.message ?? null} else message end,
      subject = case when ${has('subject')} then ${change.subject ?? null} else subject end,
      metadata = case when ${has('metadata')} then ${json(change.metadata)}::text::jsonb else metadata end,
      send_options = coalesce(${json(change.send_options)}::text::jsonb, send_options),
      provider_id = case when ${has('provider_id')} then ${change.provider_id ?? null}::uuid else provider_id end
    where id = ${id}`
  if (change.status !== undefined)
    await asProject(context, async () => {
      await sql`update public.campaigns set status = ${change.status ?? 'draft'} where id = ${id} and status <> ${change.status ?? 'draft'}`
    })
  return { data: await readCampaign(sql, id) }
}

/** `DELETE …/:id`: one that runs is cancelled first. */
export const deleteCampaign: Handler = async ({ sql }, id) => {
  await requireAdmin(sql)
  const { status } = await readCampaign(sql, id)
  if (status === 'active')
    throw new ProblemError('CAMPAIGN_STATUS', 'This campaign is being sent. Cancel it, then delete it.')
  const [row] = await sql`delete from public.campaigns where id = ${id} returning id`
  return { data: found(row) }
}
