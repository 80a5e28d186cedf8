import { CONFIRM_ABOVE, simulateQuerySchema, type SimulatedMessage } from '@headwater/core/contracts'
import { createJudge, judgeFields, type Judge } from '@headwater/core/messaging'
import { parse } from '../runtime/parse.ts'
import { readCampaign } from './campaign-rows.ts'
import { asProject } from './campaigns.ts'
import type { Handler } from './context.ts'
import { createNumberFacts } from './number-facts.ts'
import { requireComplete } from './sending.ts'
import { messageOf } from './vendor-messages.ts'

/** The most recipients that the sums look at one by one. */
const EXACT_RECIPIENTS = 20_000

interface Candidate {
  record_id: string
  recipient: string | null
  data: Record<string, unknown>
  skip: string | null
  suppress: string | null
  raw: string | null
  capped_until: Date | null
}

const factsOf = createNumberFacts()

function foretell(judge: Judge, candidate: Candidate, at: Date, priceMicros: number): SimulatedMessage {
  const { record_id, recipient, data, skip, suppress, raw, capped_until: cappedUntil } = candidate
  const base = {
    record_id,
    recipient: recipient ?? raw,
    reason: null,
    reason_message: null,
    text: null,
    segments: 0,
    cost_micros: 0,
    held_until: null,
  }
  if (skip !== null || recipient === null)
    return {
      ...base,
      disposition: 'skip',
      reason: skip,
      reason_message: messageOf(
        skip ?? '',
        skip === 'DUPLICATE' ? 'Another record has this number.' : 'The record has no number.',
      ),
    }
  if (suppress !== null)
    return {
      ...base,
      disposition: 'suppress',
      reason: suppress,
      reason_message: suppress === 'NO_CONSENT' ? 'The record says no consent.' : 'This number opted out.',
    }
  const verdict = judge(recipient, data, at)
  if (verdict.outcome === 'fail')
    return {
      ...base,
      disposition: 'fail',
      reason: verdict.reason,
      reason_message: verdict.message,
      text: verdict.text,
    }
  const { text, segments } = verdict
  const sent = { ...base, text, segments, cost_micros: segments * priceMicros }
  if (cappedUntil !== null)
    return {
      ...sent,
      disposition: 'hold',
      reason: 'FREQUENCY_CAP',
      reason_message: 'This number had as many messages as allowed.',
      held_until: cappedUntil.toISOString(),
    }
  if (verdict.outcome === 'hold')
    return {
      ...sent,
      disposition: 'hold',
      reason: verdict.reason,
      reason_message:
        verdict.until === null
          ? 'No hour suits every time zone where this number may be.'
          : 'It is night where this number may be.',
      held_until: verdict.until?.toISOString() ?? null,
    }
  return { ...sent, disposition: 'send' }
}

/** `POST …/:id/simulate`: what would happen to each recipient, and to all of them. Nothing is written and nothing is sent. */
export const simulateCampaign: Handler = async (context, id) => {
  const { sql, caller, body } = context
  const { offset = 0, limit = 50, at } = parse(simulateQuerySchema, body ?? {})
  const campaign = await readCampaign(sql, id)
  const { providerId } = requireComplete(campaign)
  const [provider] = await sql`select price_micros from public.message_providers where id = ${providerId}`
  const priceMicros = Number(provider?.['price_micros'] ?? 0)
  const moment = new Date(at ?? campaign.scheduled_at ?? Date.now())
  const message = campaign.message ?? ''
  const options = campaign.send_options
  const judge = createJudge({
    channel: campaign.type === 'whatsapp' ? 'whatsapp' : 'sms',
    message,
    options,
    factsOf,
  })
  const { candidates, matched } = await asProject(context, async () => {
    const rows = await sql<Candidate[]>`
      select record_id, recipient, data, skip, suppress, raw, capped_until
      from headwater.list_candidates(${id}::uuid, ${caller.id}::uuid, ${judgeFields(message, options)}::text[], ${EXACT_RECIPIENTS}, ${moment})`
    const [count] = await sql`select headwater.count_matches(${id}::uuid, ${caller.id}::uuid)::int matched`
    return { candidates: rows, matched: Number(count?.['matched'] ?? 0) }
  })
  const totals = { send: 0, hold: 0, suppress: 0, fail: 0, skip: 0, segments: 0, cost_micros: 0 }
  const messages: SimulatedMessage[] = []
  for (const [index, candidate] of candidates.entries()) {
    const one = foretell(judge, candidate, moment, priceMicros)
    totals[one.disposition]++
    totals.segments += one.segments
    totals.cost_micros += one.cost_micros
    if (index >= offset && index < offset + limit) messages.push(one)
  }
  const exact = candidates.length >= matched
  const scale = exact || candidates.length === 0 ? 1 : matched / candidates.length
  const scaled = Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [name, Math.round(value * scale)]),
  )
  const reached = matched - Math.round(totals.skip * scale)
  return {
    data: {
      messages,
      totals: { ...scaled, matched },
      currency: campaign.currency,
      exact,
      needs_confirmation: reached > CONFIRM_ABOVE,
    },
  }
}
