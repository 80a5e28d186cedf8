import { CONFIRM_ABOVE, sendCampaignSchema, testSendSchema, type Campaign } from '@headwater/core/contracts'
import { compileContent, compileMessage, countSegments } from '@headwater/core/messaging'
import { found, parse, parseId } from '../runtime/parse.ts'
import { ProblemError } from '../runtime/problem.ts'
import { readCampaign } from './campaign-rows.ts'
import { asProject, requireAdmin } from './campaigns.ts'
import type { Handler, RequestContext } from './context.ts'
import { CredentialKeyError } from './credentials.ts'
import { createVendor, readAccount } from './open-vendor.ts'

/** Names everything that a campaign lacks before it can be sent. @throws ProblemError CAMPAIGN_INCOMPLETE */
export function requireComplete(campaign: Campaign): { modelId: string; providerId: string } {
  const { data_model_id: modelId, provider_id: providerId } = campaign
  const issues = [
    ...(campaign.type === 'sms' || campaign.type === 'whatsapp'
      ? []
      : [{ path: 'type', message: 'Campaigns of this type are tracked, not sent.' }]),
    ...(modelId === null
      ? [{ path: 'data_model_id', message: 'Choose where the recipients come from.' }]
      : []),
    ...(providerId === null ? [{ path: 'provider_id', message: 'Choose the account to send by.' }] : []),
    ...((campaign.message ?? '').trim() === '' && campaign.send_options.template === undefined
      ? [{ path: 'message', message: 'Write the message.' }]
      : []),
  ]
  if (modelId === null || providerId === null || issues.length > 0)
    throw new ProblemError('CAMPAIGN_INCOMPLETE', 'Something is missing before this can be sent.', { issues })
  return { modelId, providerId }
}

/** Counts who would get a message now. */
async function countRecipients(context: RequestContext, campaign: Campaign): Promise<number> {
  const { sql } = context
  return asProject(context, async () => {
    const [row] =
      await sql`select headwater.count_candidates(${campaign.id}::uuid, ${context.caller.id}::uuid)::int recipients`
    return Number(row?.['recipients'] ?? 0)
  })
}

/** `POST /campaign-api/campaigns/send`: now, or at a time. */
export const sendCampaign: Handler = async (context) => {
  const { sql, caller, body } = context
  await requireAdmin(sql)
  const {
    campaign_id: id,
    scheduled_at: scheduledAt,
    confirmed_recipients: confirmed,
  } = parse(sendCampaignSchema, body)
  const [locked] = await sql`select id from public.campaigns where id = ${id} for update`
  found(locked)
  const campaign = await readCampaign(sql, id)
  if (!['draft', 'scheduled'].includes(campaign.status))
    throw new ProblemError(
      'CAMPAIGN_STATUS',
      `This campaign is ${campaign.status}. Only a draft or a scheduled one can be sent.`,
    )
  const { providerId } = requireComplete(campaign)
  const [provider] = await sql`select channel from public.message_providers where id = ${providerId}`
  if (found(provider)['channel'] !== campaign.type)
    throw new ProblemError('CAMPAIGN_INCOMPLETE', 'The account is of another channel.', {
      issues: [{ path: 'provider_id', message: `Choose an account for ${campaign.type}.` }],
    })
  if (scheduledAt !== undefined && Date.parse(scheduledAt) < Date.now() - 60_000)
    throw new ProblemError('VALIDATION_FAILED', 'The time has passed.', {
      issues: [{ path: 'scheduled_at', message: 'Choose a time ahead, or send now.' }],
    })
  const recipients = await countRecipients(context, campaign)
  if (recipients === 0)
    throw new ProblemError(
      'AUDIENCE_EMPTY',
      'Nobody in this audience would get the message. Look at the criteria and the numbers.',
    )
  if (recipients > CONFIRM_ABOVE && confirmed !== recipients)
    throw new ProblemError(
      'CONFIRMATION_REQUIRED',
      `${recipients.toLocaleString('en')} people would get this. Send confirmed_recipients: ${recipients} to confirm it.`,
      { issues: [{ path: 'confirmed_recipients', message: String(recipients) }] },
    )
  await asProject(context, async () => {
    await sql`update public.campaigns set sent_by = ${caller.id}, confirmed_recipients = ${recipients}, status_code = null, status_message = null,
        scheduled_at = ${scheduledAt ?? null} where id = ${id}`
    await sql`update public.campaigns set status = ${scheduledAt === undefined ? 'active' : 'scheduled'},
        started_at = case when ${scheduledAt === undefined} then now() else started_at end where id = ${id} and status <> ${scheduledAt === undefined ? 'active' : 'scheduled'}`
  })
  return { data: await readCampaign(sql, id) }
}

/** `POST …/:id/pause`: what is at the vendor already arrives, nothing more leaves. */
export const pauseCampaign: Handler = async (context, id) => {
  const { sql } = context
  await requireAdmin(sql)
  const campaign = await readCampaign(sql, id)
  if (campaign.status === 'paused') return { data: campaign }
  await asProject(context, async () => {
    await sql`update public.campaigns set status = 'paused', status_code = 'PAUSED_BY_USER', status_message = 'Somebody paused it.'
      where id = ${parseId(id)}`
  })
  return { data: await readCampaign(sql, id) }
}

/** `POST …/:id/resume` */
export const resumeCampaign: Handler = async (context, id) => {
  const { sql } = context
  await requireAdmin(sql)
  const campaign = await readCampaign(sql, id)
  if (campaign.status === 'active') return { data: campaign }
  if (campaign.status !== 'paused')
    throw new ProblemError(
      'CAMPAIGN_STATUS',
      `This campaign is ${campaign.status}. Only a paused one goes on.`,
    )
  await asProject(context, async () => {
    if (campaign.provider_id !== null)
      await sql`update public.message_providers set paused_until = null, failure_count = 0 where id = ${campaign.provider_id}`
    // Whoever resumes a grown audience has seen it.
    await sql`update public.campaigns set status = 'active', status_code = null, status_message = null,
      confirmed_recipients = greatest(confirmed_recipients, (select recipients_count from public.campaign_counters where campaign_id = ${id})) where id = ${id}`
  })
  return { data: await readCampaign(sql, id) }
}

/** `POST …/:id/cancel`: a scheduled campaign is a draft again; one that runs ends, and whoever got nothing yet gets nothing. */
export const cancelCampaign: Handler = async (context, id) => {
  const { sql } = context
  await requireAdmin(sql)
  const campaign = await readCampaign(sql, id)
  if (!['scheduled', 'active', 'paused'].includes(campaign.status))
    throw new ProblemError(
      'CAMPAIGN_STATUS',
      `This campaign is ${campaign.status}. There is nothing to cancel.`,
    )
  await asProject(context, async () => {
    if (campaign.status === 'scheduled') {
      await sql`update public.campaigns set status = 'draft' where id = ${id}`
      return
    }
    await sql`update public.campaigns set status = 'archived', cancelled_at = now(), finished_at = now() where id = ${id}`
    await sql`select headwater.cancel_open_messages(${id})`
  })
  return { data: await readCampaign(sql, id) }
}

/** `POST …/:id/test`: one message to a number of the caller's, outside of the ledger. */
export const testCampaign: Handler = async (context, id) => {
  const { sql, options, body } = context
  const agencyId = await requireAdmin(sql)
  const { to, record_id: recordId } = parse(testSendSchema, body)
  const campaign = await readCampaign(sql, id)
  const { providerId } = requireComplete(campaign)
  let values: Record<string, unknown> = {}
  if (recordId !== undefined) {
    const [record] =
      await sql`select data from public.records where id = ${recordId} and model_id = ${campaign.data_model_id}`
    values = { ...found(record)['data'] }
  }
  const { send_options: sendOptions } = campaign
  const render = compileContent({
    message: campaign.message ?? '',
    senderName: sendOptions.sender_name,
    optOutLine: sendOptions.opt_out_line,
  })
  const { text } = render(values)
  const channel = campaign.type === 'whatsapp' ? 'whatsapp' : 'sms'
  const { account, muted } = await asProject(context, async () => {
    const [suppressed] = await sql`
      select exists (select from public.suppressions where agency_id = ${agencyId} and channel = ${channel} and address = ${to}) muted`
    const opened = await readAccount(sql, options.credentials, providerId).catch((error: unknown) => {
      if (error instanceof CredentialKeyError) throw new ProblemError('PROVIDER_FAILED', error.message)
      throw error
    })
    return { account: opened, muted: suppressed?.['muted'] === true }
  })
  if (muted)
    throw new ProblemError(
      'PROVIDER_FAILED',
      'This number opted out, or was suppressed. Nothing is sent to it.',
    )
  if (!account) throw new ProblemError('NOT_FOUND', 'This does not exist, or you may not use it.')
  const { template } = sendOptions
  const outcome = await createVendor(account, options.vendors).send({
    id: crypto.randomUUID(),
    to,
    body: text,
    template: template && {
      name: template.name,
      language: template.language,
      parameters: (template.parameters ?? []).map((parameter) => compileMessage(parameter)(values).text),
    },
  })
  if (outcome.outcome !== 'accepted') throw new ProblemError('PROVIDER_FAILED', outcome.message)
  return {
    data: {
      provider_message_id: outcome.providerMessageId,
      text,
      segments: channel === 'sms' ? countSegments(text) : 1,
    },
  }
}
