import { campaignStatusSchema, campaignTypeSchema, sendOptionsSchema } from '@headwater/core/contracts'
import type postgres from 'postgres'
import * as z from 'zod/mini'

const turnSchema = z.object({
  msg_id: z.coerce.bigint(),
  message: z.object({ campaign_id: z.string() }),
})

/** A campaign's turn: the message of the queue that says it has work. */
export interface Turn {
  id: string
  campaignId: string
}

/** Takes the next turn for some seconds; it comes back by itself when this worker dies. */
export async function takeTurn(sql: postgres.Sql, visibilitySeconds: number): Promise<Turn | null> {
  const [row] =
    await sql`select msg_id, message from pgmq.read('campaign_turns', ${visibilitySeconds}::integer, 1)`
  if (!row) return null
  const { msg_id: id, message } = turnSchema.parse(row)
  return { id: String(id), campaignId: message.campaign_id }
}

/** Keeps a turn hidden for some more seconds; 0 gives it to the next worker at once. */
export async function keepTurn(sql: postgres.Sql, turn: Turn, seconds: number): Promise<void> {
  await sql`select pgmq.set_vt('campaign_turns', ${turn.id}::bigint, ${Math.ceil(seconds)}::integer)`
}

/** Takes a turn out of the queue. */
export async function endTurn(sql: postgres.Sql | postgres.TransactionSql, turn: Turn): Promise<void> {
  await sql`select pgmq.delete('campaign_turns', ${turn.id}::bigint)`
}

const runningSchema = z.object({
  id: z.string(),
  type: campaignTypeSchema,
  status: campaignStatusSchema,
  message: z.nullable(z.string()),
  send_options: sendOptionsSchema,
  data_model_id: z.nullable(z.string()),
  provider_id: z.nullable(z.string()),
  confirmed_recipients: z.nullable(z.int()),
  materialised: z.boolean(),
})

/** A campaign as the worker needs it. */
export type RunningCampaign = z.infer<typeof runningSchema>

/** Reads a campaign, or null when it is gone. */
export async function readRunning(sql: postgres.Sql, id: string): Promise<RunningCampaign | null> {
  const [row] = await sql`
    select id, type, status, message, send_options, data_model_id, provider_id, confirmed_recipients, materialised_at is not null materialised
    from public.campaigns where id = ${id}`
  return row === undefined ? null : runningSchema.parse(row)
}

const outlookSchema = z.object({
  status: campaignStatusSchema,
  open: z.boolean(),
  due: z.boolean(),
  next_at: z.nullable(z.date()),
  doubts: z.boolean(),
  next_doubt_at: z.nullable(z.date()),
})

/** What is left to do for a campaign, and when. */
export type Outlook = z.infer<typeof outlookSchema>

/** Looks what is left to do, or null when the campaign is gone. */
export async function readOutlook(sql: postgres.Sql, id: string): Promise<Outlook | null> {
  const [row] = await sql`select * from headwater.campaign_outlook(${id})`
  return row === undefined ? null : outlookSchema.parse(row)
}
