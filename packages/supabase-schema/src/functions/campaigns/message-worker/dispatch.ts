import { createJudge, type Judge } from '@headwater/core/messaging'
import { compileMessage } from '@headwater/core/messaging'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import { createNumberFacts } from '../number-facts.ts'
import type { OpenAccount } from '../open-vendor.ts'
import type { OutgoingMessage, SendOutcome } from '../vendor.ts'
import type { RunningCampaign } from './campaign-turn.ts'

const claimedSchema = z.array(
  z.object({ id: z.string(), recipient: z.string(), data: z.record(z.string(), z.unknown()) }),
)

/** A message whose attempt is written: it may be handed to the vendor now. */
export interface BegunMessage extends OutgoingMessage {
  attemptId: string
}

/** Where nobody can tell when a held message may leave, it is looked at again after that much time. */
const UNKNOWN_HOLD_MS = 6 * 3_600_000

const factsOf = createNumberFacts()

/** Makes the judge of a campaign's recipients. */
export function judgeOf(campaign: RunningCampaign): Judge {
  const channel = campaign.type === 'whatsapp' ? 'whatsapp' : 'sms'
  return createJudge({ channel, message: campaign.message ?? '', options: campaign.send_options, factsOf })
}

/** What {@link beginBatch} takes. */
export interface BatchOptions {
  campaign: RunningCampaign
  account: OpenAccount
  judge: Judge
  /** Segments that were granted; as many messages are claimed. */
  granted: number
  doubtSeconds: number
}

/**
 * Claims the next messages and writes what is done with each: an attempt, a hold or a failure. Everything is committed before anything is sent, so that
 * whoever dies now leaves a trace of what may have left.
 */
export async function beginBatch(
  sql: postgres.Sql,
  { campaign, account, judge, granted, doubtSeconds }: BatchOptions,
): Promise<{ claimed: number; begun: BegunMessage[] }> {
  return sql.begin(async (transaction) => {
    const claimed = claimedSchema.parse(
      await transaction`select id, recipient, data from headwater.claim_messages(${campaign.id}, ${granted}::integer)`,
    )
    const now = new Date()
    const begun: BegunMessage[] = []
    let segments = 0
    const { template } = campaign.send_options
    const parameters = (template?.parameters ?? []).map((parameter) => compileMessage(parameter))
    const rows = claimed.map(({ id, recipient, data }) => {
      const verdict = judge(recipient, data, now)
      if (verdict.outcome === 'fail')
        return {
          id,
          outcome: 'fail',
          reason: verdict.reason,
          reason_message: verdict.message,
          body: verdict.text,
        }
      if (verdict.outcome === 'hold') {
        const until = verdict.until ?? new Date(now.getTime() + UNKNOWN_HOLD_MS)
        return { id, outcome: 'hold', reason: verdict.reason, held_until: until.toISOString() }
      }
      segments += verdict.segments
      const attemptId = crypto.randomUUID()
      begun.push({
        id,
        attemptId,
        to: recipient,
        body: verdict.text,
        template: template && {
          name: template.name,
          language: template.language,
          parameters: parameters.map((parameter) => parameter(data).text),
        },
      })
      return {
        id,
        outcome: 'send',
        attempt_id: attemptId,
        body: verdict.text,
        segments: verdict.segments,
        cost_micros: verdict.segments * account.priceMicros,
      }
    })
    if (rows.length > 0)
      await transaction`select headwater.begin_attempts(${account.id}, ${JSON.stringify(rows)}::text::jsonb, ${doubtSeconds}::float8)`
    if (segments !== granted)
      await transaction`select headwater.settle_segments(${account.id}, ${segments - granted}::integer)`
    return { claimed: claimed.length, begun }
  })
}

/** How an attempt ended, as the database takes it. */
export interface AttemptOutcome {
  attempt_id: string
  outcome: 'accepted' | 'refused' | 'rejected' | 'opted_out' | 'missing' | 'absent' | 'unknown'
  provider_message_id?: string
  code?: string
  message?: string
  retry_seconds?: number
}

/** Writes a vendor's answer as the database takes it. Wrong credentials refuse a message; they don't reject it. */
export function outcomeRow(attemptId: string, outcome: SendOutcome): AttemptOutcome {
  const attempt = { attempt_id: attemptId }
  switch (outcome.outcome) {
    case 'accepted':
      return { ...attempt, outcome: 'accepted', provider_message_id: outcome.providerMessageId }
    case 'refused':
      return {
        ...attempt,
        outcome: 'refused',
        code: outcome.code,
        retry_seconds: (outcome.retryAfterMs ?? 1000) / 1000,
      }
    case 'unauthorized':
      return { ...attempt, outcome: 'refused', code: 'UNAUTHORIZED', retry_seconds: 1 }
    case 'unknown':
      return { ...attempt, outcome: 'unknown' }
    default:
      return {
        ...attempt,
        outcome: outcome.outcome,
        code: outcome.code,
        message: outcome.message.slice(0, 500),
      }
  }
}

/** Commits outcomes, all of a batch in one statement. */
export async function recordOutcomes(
  sql: postgres.Sql,
  rows: readonly AttemptOutcome[],
  doubtSeconds: number,
): Promise<void> {
  if (rows.length === 0) return
  await sql`select headwater.record_outcomes(${JSON.stringify(rows)}::text::jsonb, ${doubtSeconds}::float8)`
}
