import { campaignSchema, type Campaign } from '@headwater/core/contracts'
import type postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
import { found, parseId } from '../runtime/parse.ts'

/** The columns of a campaign as the APIs show it, with its counters and its account's currency. */
export function campaignColumns(sql: Transaction | postgres.Sql): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    c.id, c.agency_id, c.name, c.description, c.type, c.status, c.start_date::text, c.end_date::text, c.target_audience, c.data_model_id,
    c.target_criteria, c.content, c.message, c.subject, c.metadata, c.send_options, c.provider_id, c.scheduled_at, c.confirmed_recipients,
    c.status_code, c.status_message, c.leads_count, c.qualified_leads_count, c.contacted_count, c.responded_count, c.created_by,
    c.materialised_at, c.started_at, c.finished_at, c.created_at, c.updated_at, coalesce(p.currency, 'USD') currency,
    json_build_object('recipients', n.recipients_count, 'pending', n.pending_count, 'held', n.held_count, 'sent', n.sent_count,
      'delivered', n.delivered_count, 'failed', n.failed_count, 'suppressed', n.suppressed_count, 'skipped', n.skipped_count,
      'segments', n.segments_count, 'cost_micros', n.cost_micros) counters`
}

/** Where campaigns are read from, as `c`, with counters `n` and account `p`. A client may not read the account. */
export function campaignTables(sql: Transaction | postgres.Sql): postgres.PendingQuery<postgres.Row[]> {
  return sql`public.campaigns c join public.campaign_counters n on n.campaign_id = c.id left join public.message_providers p on p.id = c.provider_id`
}

/** Reads a campaign as the caller. @throws ProblemError NOT_FOUND */
export async function readCampaign(sql: Transaction, id: string): Promise<Campaign> {
  const [row] =
    await sql`select ${campaignColumns(sql)} from ${campaignTables(sql)} where c.id = ${parseId(id)}`
  return parseRow(found(row))
}

/** A row as JSON shows it: times as text. */
export function parseRow(row: postgres.Row): Campaign {
  return campaignSchema.parse(JSON.parse(JSON.stringify(row)))
}
