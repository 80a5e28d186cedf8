import type postgres from 'postgres'
import * as z from 'zod/mini'
import type { Vendor } from '../vendor.ts'
import { recordOutcomes, type AttemptOutcome } from './dispatch.ts'

const doubtsSchema = z.array(
  z.object({
    message_id: z.string(),
    attempt_id: z.string(),
    recipient: z.string(),
    body: z.nullable(z.string()),
    started_at: z.date(),
    missed: z.boolean(),
  }),
)

/** Questions to the vendor at a time, and in one go. */
const QUESTIONS_AT_ONCE = 20
const DOUBTS_AT_ONCE = 200
/** How long a question is left to one worker. */
const LEASE_SECONDS = 30

/** What {@link reconcile} takes. */
export interface ReconcileOptions {
  campaignId: string
  vendor: Vendor
  /** After that much time an attempt that the vendor can't be asked about is given up, in seconds. */
  giveUpSeconds: number
  doubtSeconds: number
}

/**
 * Asks the vendor about attempts of which nobody knows how they ended. What it has is sent. What it doesn't know at two looks, some time apart, may be
 * sent again: a request may have been on its way at the first one. What it can't tell is never sent again, because somebody would get it twice.
 */
export async function reconcile(
  sql: postgres.Sql,
  { campaignId, vendor, giveUpSeconds, doubtSeconds }: ReconcileOptions,
): Promise<number> {
  const doubts = doubtsSchema.parse(
    await sql`select * from headwater.doubtful_messages(${campaignId}, ${DOUBTS_AT_ONCE}::integer, ${LEASE_SECONDS}::float8)`,
  )
  const isKnown = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await sql<{ id: string }[]>`
      select provider_message_id id from public.campaign_messages where provider_message_id = any(${[...ids]}::text[])`
    return new Set(rows.map((row) => row.id))
  }
  const waiting = [...doubts]
  const rows: AttemptOutcome[] = []
  async function ask(): Promise<void> {
    for (let doubt = waiting.shift(); doubt !== undefined; doubt = waiting.shift()) {
      const { message_id: id, attempt_id, recipient: to, body, started_at: startedAt, missed } = doubt
      const found = await vendor.find({ id, to, body: body ?? '' }, startedAt, isKnown)
      if (found.outcome === 'accepted')
        rows.push({ attempt_id, outcome: 'accepted', provider_message_id: found.providerMessageId })
      else if (found.outcome === 'absent') rows.push({ attempt_id, outcome: missed ? 'absent' : 'missing' })
      else if (!vendor.canFind && Date.now() - startedAt.getTime() > giveUpSeconds * 1000)
        rows.push({
          attempt_id,
          outcome: 'rejected',
          code: 'IN_DOUBT',
          message: 'The vendor could not say whether it took this message; it was not sent again.',
        })
      else rows.push({ attempt_id, outcome: 'unknown' })
    }
  }
  await Promise.all(Array.from({ length: QUESTIONS_AT_ONCE }, ask))
  await recordOutcomes(sql, rows, doubtSeconds)
  return doubts.length
}
