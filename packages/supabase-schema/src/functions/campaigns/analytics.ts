import { readCampaign } from './campaign-rows.ts'
import type { Handler } from './context.ts'
import { messageOf } from './vendor-messages.ts'

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000

/** `GET …/:id/analytics`: every figure is counted from the ledger, so that they add up. */
export const getAnalytics: Handler = async ({ sql }, id) => {
  const campaign = await readCampaign(sql, id)
  const { counters } = campaign
  const [facts] = await sql`
    select count(*) filter (where sent_at is not null)::int accepted, count(*) filter (where read_at is not null)::int read,
      count(*) filter (where reason = 'OPTED_OUT' or reason in ('21610', '131050'))::int opted_out,
      coalesce(extract(epoch from max(greatest(sent_at, delivered_at, failed_at)) - min(coalesce(sent_at, failed_at))), 0)::float8 span_seconds
    from public.campaign_messages where campaign_id = ${id}`
  const bucket = Number(facts?.['span_seconds'] ?? 0) > 3 * 86_400 ? 'day' : 'hour'
  const timeline = await sql`
    select date_trunc(${bucket}, at, 'UTC') at, count(*) filter (where kind = 'sent')::int sent, count(*) filter (where kind = 'delivered')::int delivered,
      count(*) filter (where kind = 'failed')::int failed
    from public.campaign_messages m cross join lateral (values ('sent', m.sent_at), ('delivered', m.delivered_at), ('failed', m.failed_at)) e (kind, at)
    where m.campaign_id = ${id} and e.at is not null group by 1 order by 1 limit 2000`
  const errors = await sql<{ code: string; message: string | null; count: number }[]>`
    select coalesce(reason, 'UNKNOWN') code, max(reason_message) message, count(*)::int count from public.campaign_messages
    where campaign_id = ${id} and status = 'failed' group by 1 order by 3 desc, 1 limit 100`
  const cost = await sql`
    select to_char(sent_at at time zone 'UTC', 'YYYY-MM-DD') "day", coalesce(sum(segments), 0)::int segments, coalesce(sum(cost_micros), 0)::float8 cost_micros
    from public.campaign_messages where campaign_id = ${id} and sent_at is not null group by 1 order by 1`
  const accepted = Number(facts?.['accepted'] ?? 0)
  return {
    data: {
      campaign: {
        id: campaign.id,
        name: campaign.name,
        status: campaign.status,
        created_at: campaign.created_at,
      },
      counters,
      currency: campaign.currency,
      rates: {
        delivery: share(counters.delivered, accepted),
        failure: share(counters.failed, counters.recipients),
        opt_out: share(Number(facts?.['opted_out'] ?? 0), counters.recipients),
      },
      funnel: [
        { step: 'matched', count: counters.recipients + counters.skipped },
        { step: 'recipients', count: counters.recipients },
        { step: 'accepted', count: accepted },
        { step: 'delivered', count: counters.delivered },
        { step: 'read', count: Number(facts?.['read'] ?? 0) },
      ],
      bucket,
      timeline: [...timeline],
      errors: errors.map(({ code, message, count }) => ({ code, message: messageOf(code, message), count })),
      cost_by_day: [...cost],
      metrics: {
        totalLeads: campaign.leads_count,
        qualifiedLeads: campaign.qualified_leads_count,
        qualificationRate: share(campaign.qualified_leads_count, campaign.leads_count),
        responseRate: share(campaign.responded_count, campaign.contacted_count),
      },
    },
  }
}
