import type postgres from 'postgres'
import * as z from 'zod/mini'
import { incidentMessage } from './incident-message.ts'
import { sendToSlack, type SlackSenderOptions } from './slack-sender.ts'

const dueSchema = z.object({
  incident_id: z.string(),
  revision: z.int(),
  attempt_count: z.int(),
  slack_channel: z.nullable(z.string()),
  slack_ts: z.nullable(z.string()),
  kind: z.enum(['webhook', 'bot']),
  channel: z.nullable(z.string()),
  secret: z.nullable(z.string()),
  agency_id: z.string(),
  incident: z.object({
    id: z.string(),
    metric: z.string(),
    subject: z.string(),
    status: z.enum(['open', 'resolved']),
    severity: z.enum(['warning', 'critical']),
    value: z.number(),
    worst_value: z.number(),
    threshold: z.number(),
    opened_at: z.string(),
    resolved_at: z.nullable(z.string()),
    agency_name: z.string(),
  }),
})

type Due = z.infer<typeof dueSchema>

/** The longest wait between two tries, in seconds. */
const MAX_WAIT_SECONDS = 600
/** How long one sender has a message to itself, in seconds. */
const CLAIM_SECONDS = 60

async function claimNext(sql: postgres.Sql): Promise<Due | null> {
  const [row] = await sql`
    with next as (
      select n.incident_id from headwater.health_notifications n join public.health_destinations d on d.agency_id = n.agency_id
      where n.revision > n.sent_revision and n.next_attempt_at <= now() order by n.next_attempt_at limit 1 for update of n skip locked
    ), claimed as (
      update headwater.health_notifications n set attempt_count = n.attempt_count + 1, next_attempt_at = now() + make_interval(secs => ${CLAIM_SECONDS})
      from next where n.incident_id = next.incident_id returning n.*
    )
    select c.incident_id, c.revision, c.attempt_count, c.slack_channel, c.slack_ts, c.agency_id, d.kind, d.channel, headwater.read_secret(c.agency_id, 'slack') secret,
      to_jsonb(i) || jsonb_build_object('agency_name', a.name) incident
    from claimed c join public.health_incidents i on i.id = c.incident_id join public.health_destinations d on d.agency_id = c.agency_id
    join public.agencies a on a.id = c.agency_id`
  return row ? dueSchema.parse(row) : null
}

async function noteFailure(
  sql: postgres.Sql,
  due: Due,
  reason: string,
  retryAfterMs: number | null,
): Promise<void> {
  const seconds = Math.min(
    MAX_WAIT_SECONDS,
    Math.max((retryAfterMs ?? 0) / 1000, 2 ** Math.min(due.attempt_count, 10)),
  )
  await sql.begin(async (transaction) => {
    await transaction`
      update headwater.health_notifications set last_error = ${reason}, next_attempt_at = now() + make_interval(secs => ${seconds}) where incident_id = ${due.incident_id}`
    await transaction`update public.health_destinations set last_error = ${reason} where agency_id = ${due.agency_id}`
  })
}

/**
 * Sends what Slack is to hear: one message an incident. A message is claimed, sent, and only then counted as sent: one that fails, or whose sender dies, comes
 * again later, with the incident as it stands by then.
 *
 * @returns how many were sent and how many failed.
 */
export async function sendDue(sql: postgres.Sql, options: SlackSenderOptions & { limit: number }) {
  const counts = { sent: 0, failed: 0 }
  for (let index = 0; index < options.limit; index++) {
    const due = await claimNext(sql)
    if (!due) break
    const { kind, channel, secret, slack_channel, slack_ts } = due
    const before =
      slack_channel !== null && slack_ts !== null ? { channel: slack_channel, ts: slack_ts } : null
    const result =
      secret === null
        ? ({ state: 'failed', reason: 'No address is set.', retryAfterMs: null } as const)
        : await sendToSlack({ kind, secret, channel }, incidentMessage(due.incident), before, options)
    if (result.state === 'failed') {
      counts.failed++
      await noteFailure(sql, due, result.reason, result.retryAfterMs)
      continue
    }
    counts.sent++
    await sql.begin(async (transaction) => {
      await transaction`
        update headwater.health_notifications set sent_revision = ${due.revision}, attempt_count = 0, last_error = null,
          slack_channel = ${result.sent?.channel ?? null}, slack_ts = ${result.sent?.ts ?? null},
          next_attempt_at = case when revision > ${due.revision} then now() else next_attempt_at end
        where incident_id = ${due.incident_id}`
      await transaction`update public.health_destinations set last_error = null, last_sent_at = now() where agency_id = ${due.agency_id}`
    })
  }
  return counts
}
