import type postgres from 'postgres'

const verbs = ['select', 'insert', 'update', 'delete'] as const
const read = ['select'] as const

type Rights = Readonly<Record<string, readonly (typeof verbs)[number][]>>

/** Staff read; the functions alone write. */
const staffRead: Rights = {
  owner: read,
  agency_admin: read,
  researcher: read,
  super_admin: read,
  service_role: verbs,
}

const adminsMay = (own: Rights[string]): Rights => ({ ...staffRead, owner: own, agency_admin: own })

/** Who may do what with the owner's row of each table of dashboards and monitoring. An agency's clients may nothing. */
export const dashboardRights: Readonly<Record<string, Rights>> = {
  workspace_connections: adminsMay(['select', 'update', 'delete']),
  workspaces: adminsMay(['select', 'update']),
  workspace_targets: adminsMay(verbs),
  workspace_snapshots: staffRead,
  sender_accounts: staffRead,
  data_cache_metadata: staffRead,
  api_health_logs: staffRead,
  data_validation_errors: staffRead,
  health_thresholds: { ...adminsMay(verbs), super_admin: verbs },
  health_incidents: staffRead,
  health_destinations: adminsMay(['select', 'delete']),
}

const workspaceId = '00000000-0000-4000-8000-00000000d001'
const otherWorkspaceId = '00000000-0000-4000-8000-00000000d002'

/** Gives the owner's agency a row in each table. */
export async function seedDashboards(sql: postgres.Sql, agencyId: string): Promise<void> {
  await sql`insert into public.workspace_connections (agency_id, base_url) values (${agencyId}, 'https://bison.example.com')`
  await sql`insert into public.workspaces (id, agency_id, vendor_id, name) values (${workspaceId}, ${agencyId}, '1', 'One'), (${otherWorkspaceId}, ${agencyId}, '2', 'Two')`
  await sql`insert into public.workspace_targets (workspace_id, agency_id, monthly_kpi) values (${workspaceId}, ${agencyId}, 5)`
  await sql`insert into public.workspace_snapshots (workspace_id, source, agency_id) values (${workspaceId}, 'stats', ${agencyId})`
  await sql`
    insert into public.sender_accounts (workspace_id, vendor_id, agency_id, email, status, is_connected, daily_limit, emails_sent_count, bounced_count, replied_count, interested_count)
    values (${workspaceId}, '1', ${agencyId}, 'a@example.com', 'Connected', true, 1, 0, 0, 0, 0)`
  await sql`insert into public.data_cache_metadata (agency_id, cache_key, dashboard, status) values (${agencyId}, 'kpi-dashboard-data', 'kpi', 'fresh')`
  await sql`insert into public.api_health_logs (agency_id, api_name, response_time_ms, success) values (${agencyId}, 'Email Bison', 1, true)`
  await sql`insert into public.data_validation_errors (agency_id, source, error_type, message) values (${agencyId}, 'Email Bison', 'X', 'x')`
  await sql`
    insert into public.health_thresholds (agency_id, metric, warning_at, critical_at, warning_points, critical_points) values (${agencyId}, 'stats_age', 5, 10, 1, 2)`
  await sql`
    insert into public.health_incidents (agency_id, metric, severity, worst_severity, value, worst_value, threshold) values (${agencyId}, 'stats_age', 'warning', 'warning', 6, 6, 5)`
  await sql`insert into public.health_destinations (agency_id, kind) values (${agencyId}, 'webhook')`
}

/** Finds the owner's row of a table. */
export function dashboardKeyOf(table: string, agencyId: string): string {
  return table === 'workspaces' ? `id = '${workspaceId}'` : `agency_id = '${agencyId}'`
}

/** What an update sets. */
export const dashboardChanges: Readonly<Record<string, string>> = {
  workspace_connections: 'stats_refresh_seconds = 60',
  workspaces: 'is_tracked = false',
  workspace_targets: 'monthly_kpi = 6',
  workspace_snapshots: 'next_refresh_at = now()',
  sender_accounts: "status = 'x'",
  data_cache_metadata: "status = 'stale'",
  api_health_logs: 'success = false',
  data_validation_errors: "message = 'y'",
  health_thresholds: 'is_enabled = false',
  health_incidents: "status = 'resolved'",
  health_destinations: "channel = 'x'",
}

/** What an insert adds. */
export function dashboardInserts(agencyId: string): Record<string, string> {
  return {
    workspace_connections: `(agency_id, base_url) values ('${agencyId}', 'https://bison.example.com')`,
    workspaces: `(agency_id, vendor_id, name) values ('${agencyId}', '3', 'Three')`,
    workspace_targets: `(workspace_id, agency_id, monthly_kpi) values ('${otherWorkspaceId}', '${agencyId}', 5)`,
    workspace_snapshots: `(workspace_id, source, agency_id) values ('${workspaceId}', 'senders', '${agencyId}')`,
    sender_accounts: `(workspace_id, vendor_id, agency_id, email, status, is_connected, daily_limit, emails_sent_count, bounced_count, replied_count, interested_count)
      values ('${workspaceId}', '2', '${agencyId}', 'b@example.com', 'Connected', true, 1, 0, 0, 0, 0)`,
    data_cache_metadata: `(agency_id, cache_key, dashboard, status) values ('${agencyId}', 'x', 'kpi', 'fresh')`,
    api_health_logs: `(agency_id, api_name, response_time_ms, success) values ('${agencyId}', 'x', 1, true)`,
    data_validation_errors: `(agency_id, source, error_type, message) values ('${agencyId}', 'x', 'x', 'x')`,
    health_thresholds: `(agency_id, metric, warning_at, critical_at, warning_points, critical_points) values ('${agencyId}', 'senders_age', 5, 10, 1, 2)`,
    health_incidents: `(agency_id, metric, severity, worst_severity, value, worst_value, threshold) values ('${agencyId}', 'senders_age', 'warning', 'warning', 6, 6, 5)`,
    health_destinations: `(agency_id, kind) values ('${agencyId}', 'webhook')`,
  }
}
