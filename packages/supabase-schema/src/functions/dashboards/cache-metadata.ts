import type postgres from 'postgres'
import type { Source } from './workspace-rows.ts'

/** Which dashboards show a source, and how long each counts as fresh, in seconds. Source: data-consistency spec, "Cache TTL". */
const dashboardsOf: Readonly<Record<Source, readonly (readonly [string, number])[]>> = {
  stats: [
    ['kpi', 120],
    ['volume', 120],
    ['revenue', 300],
  ],
  senders: [['infrastructure', 600]],
}

/** Writes down what is held of each dashboard that shows a source. */
export async function noteCaches(
  sql: postgres.Sql,
  agencyId: string,
  source: Source,
  durationMs: number,
): Promise<void> {
  const dashboards = dashboardsOf[source].map(([dashboard, seconds]) => ({ dashboard, seconds }))
  await sql`
    with held as (
      select count(*)::integer expected, count(*) filter (where s.data is not null and s.failure_count = 0)::integer current, min(s.fetched_at) fetched_at,
        min(s.data_as_of) data_as_of, string_agg(distinct s.failure_message, ' ') failures
      from public.workspaces w left join public.workspace_snapshots s on s.workspace_id = w.id and s.source = ${source}
      where w.agency_id = ${agencyId} and w.is_tracked and w.removed_at is null
    )
    insert into public.data_cache_metadata (agency_id, cache_key, dashboard, status, fetched_at, data_as_of, expires_at, expected_count, current_count, fetch_duration_ms, error_message, updated_at)
    select ${agencyId}, d.dashboard || '-dashboard-data', d.dashboard,
      case when h.expected = 0 then 'empty' when h.current = 0 then 'error' when h.current < h.expected then 'stale' else 'fresh' end,
      h.fetched_at, h.data_as_of, h.fetched_at + make_interval(secs => d.seconds), h.expected, h.current, ${Math.round(durationMs)}, left(h.failures, 2000), now()
    from held h, json_to_recordset(${JSON.stringify(dashboards)}::text::json) d (dashboard text, seconds integer)
    on conflict (agency_id, cache_key) do update set status = excluded.status, fetched_at = excluded.fetched_at, data_as_of = excluded.data_as_of,
      expires_at = excluded.expires_at, expected_count = excluded.expected_count, current_count = excluded.current_count,
      fetch_duration_ms = excluded.fetch_duration_ms, error_message = excluded.error_message, updated_at = excluded.updated_at`
}
