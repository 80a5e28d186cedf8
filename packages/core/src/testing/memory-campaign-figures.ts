import { CONFIRM_ABOVE, type Campaign, type CampaignAnalytics } from '../contracts/campaigns.ts'
import {
  simulateQuerySchema,
  type CampaignMessage,
  type MessageStatus,
  type SimulatedMessage,
  type Simulation,
} from '../contracts/messages.ts'
import type { MessageProvider } from '../contracts/providers.ts'
import type { Suppression } from '../contracts/suppressions.ts'
import { compileContent } from '../messaging/compose.ts'
import { countSegments } from '../messaging/segments.ts'

type Recipient = Readonly<{ id: string; data: Readonly<Record<string, unknown>> }>

const words = {
  NO_NUMBER: 'The record has no number.',
  OPTED_OUT: 'They asked for no more messages.',
  DUPLICATE: 'Another record has the same number.',
} as const

const phoneOf = ({ data }: Recipient): string | null =>
  Object.values(data).find(
    (value): value is string => typeof value === 'string' && /^\+\d{7,15}$/.test(value),
  ) ?? null

function judged(
  campaign: Campaign,
  records: readonly Recipient[],
  suppressions: readonly Suppression[],
  priceMicros: number,
): SimulatedMessage[] {
  const { message, send_options: options } = campaign
  const render = compileContent({
    message: message ?? '',
    senderName: options.sender_name,
    optOutLine: options.opt_out_line,
  })
  const seen = new Set<string>()
  return records.map((record): SimulatedMessage => {
    const recipient = phoneOf(record)
    const { text, missing } = render(record.data)
    const without = (
      disposition: SimulatedMessage['disposition'],
      reason: string,
      reason_message: string,
    ): SimulatedMessage => ({
      record_id: record.id,
      recipient,
      disposition,
      reason,
      reason_message,
      text: disposition === 'skip' ? null : text,
      segments: 0,
      cost_micros: 0,
      held_until: null,
    })
    if (recipient === null) return without('skip', 'NO_NUMBER', words.NO_NUMBER)
    if (seen.has(recipient)) return without('skip', 'DUPLICATE', words.DUPLICATE)
    seen.add(recipient)
    if (suppressions.some(({ address }) => address === recipient))
      return without('suppress', 'OPTED_OUT', words.OPTED_OUT)
    if (missing.length > 0)
      return without('fail', 'MISSING_VALUE', `The record has no value for ${missing.join(', ')}.`)
    const segments = countSegments(text)
    const sums = { segments, cost_micros: segments * priceMicros, held_until: null }
    return {
      record_id: record.id,
      recipient,
      disposition: 'send',
      reason: null,
      reason_message: null,
      text,
      ...sums,
    }
  })
}

/** What would happen to an audience: numbers, suppressions, duplicates and blank values are judged, quiet hours are not. */
export function simulationOf(
  campaign: Campaign,
  records: readonly Recipient[],
  {
    suppressions,
    providers,
  }: { suppressions: readonly Suppression[]; providers: readonly MessageProvider[] },
  body: unknown = {},
): Simulation {
  const { offset = 0, limit = 50 } = simulateQuerySchema.parse(body)
  const provider = providers.find(({ id }) => id === campaign.provider_id) ?? providers[0]
  const all = judged(campaign, records, suppressions, provider?.price_micros ?? 0)
  const count = (wanted: SimulatedMessage['disposition']) =>
    all.filter(({ disposition }) => disposition === wanted).length
  return {
    messages: all.slice(offset, offset + limit),
    totals: {
      matched: all.length,
      send: count('send'),
      hold: count('hold'),
      suppress: count('suppress'),
      fail: count('fail'),
      skip: count('skip'),
      segments: all.reduce((sum, { segments }) => sum + segments, 0),
      cost_micros: all.reduce((sum, { cost_micros: cost }) => sum + cost, 0),
    },
    currency: provider?.currency ?? 'USD',
    exact: true,
    needs_confirmation: all.length - count('skip') > CONFIRM_ABOVE,
  }
}

const statuses: readonly MessageStatus[] = ['delivered', 'sent', 'failed', 'suppressed', 'held', 'pending']

/** A ledger that adds up to the campaign's counters. */
export function messagesOf(campaign: Campaign, records: readonly Recipient[]): CampaignMessage[] {
  const { counters, updated_at: at } = campaign
  const list = statuses.flatMap((status) => Array.from({ length: counters[status] }, () => status))
  return list.map((status, index): CampaignMessage => {
    const record = records[index]
    const went = status === 'delivered' || status === 'sent'
    return {
      id: `00000009-0000-4000-8000-${String(index).padStart(12, '0')}`,
      campaign_id: campaign.id,
      record_id: record?.id ?? null,
      recipient: (record ? phoneOf(record) : null) ?? `+1201555${String(index).padStart(4, '0')}`,
      status,
      reason:
        status === 'failed'
          ? '30003'
          : status === 'suppressed'
            ? 'OPTED_OUT'
            : status === 'held'
              ? 'QUIET_HOURS'
              : null,
      reason_message: status === 'failed' ? 'The phone is switched off or out of reach.' : null,
      body: went ? (campaign.message ?? '').replaceAll(/\{\{[^}]*\}\}/g, 'Ada') : null,
      segments: went ? 1 : null,
      cost_micros: went ? 7900 : null,
      attempts: went ? 1 : 0,
      provider_message_id: went ? `SM${index}` : null,
      held_until: null,
      expires_at: null,
      sent_at: went ? at : null,
      delivered_at: status === 'delivered' ? at : null,
      read_at: null,
      failed_at: status === 'failed' ? at : null,
      updated_at: at,
    }
  })
}

const HOUR_MS = 3_600_000
/** How a send spreads over its hours. */
const spread = [0.12, 0.34, 0.28, 0.16, 0.1]

function split(total: number): number[] {
  const parts = spread.map((share) => Math.floor(total * share))
  const rest = total - parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part, index) => (index === 1 ? part + rest : part))
}

/** Figures that add up to the campaign's counters. */
export function analyticsOf(campaign: Campaign): CampaignAnalytics {
  const { counters, currency } = campaign
  const accepted = counters.sent + counters.delivered
  const begin = Date.parse(campaign.started_at ?? campaign.created_at)
  const at = (index: number) => new Date(begin + index * HOUR_MS).toISOString()
  const [sent, delivered, failed] = [split(accepted), split(counters.delivered), split(counters.failed)]
  const rate = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  const { id, name, status, created_at } = campaign
  const third = Math.ceil(counters.failed / 3)
  return {
    campaign: { id, name, status, created_at },
    counters,
    currency,
    rates: {
      delivery: rate(counters.delivered, accepted),
      failure: rate(counters.failed, counters.recipients),
      opt_out: rate(counters.suppressed, counters.recipients),
    },
    funnel: [
      { step: 'matched', count: counters.recipients + counters.skipped },
      { step: 'recipients', count: counters.recipients },
      { step: 'accepted', count: accepted },
      { step: 'delivered', count: counters.delivered },
    ],
    bucket: 'hour',
    timeline:
      accepted + counters.failed === 0
        ? []
        : spread.map((_, index) => ({
            at: at(index),
            sent: sent[index] ?? 0,
            delivered: delivered[index] ?? 0,
            failed: failed[index] ?? 0,
          })),
    errors:
      counters.failed === 0
        ? []
        : [
            {
              code: '30003',
              message: 'The phone is switched off or out of reach.',
              count: counters.failed - third,
            },
            { code: '30006', message: 'A landline takes no SMS.', count: third },
          ].filter(({ count }) => count > 0),
    cost_by_day:
      accepted === 0
        ? []
        : [{ day: at(0).slice(0, 10), segments: counters.segments, cost_micros: counters.cost_micros }],
    metrics: { totalLeads: 0, qualifiedLeads: 0, qualificationRate: 0, responseRate: 0 },
  }
}
