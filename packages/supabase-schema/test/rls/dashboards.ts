import { adminsMay, byAgency, staffRead, verbs, type TableCase } from './table-case.ts'

const workspace = '00000000-0000-4000-8000-00000000d001'
const otherWorkspace = '00000000-0000-4000-8000-00000000d002'
const senderColumns = `(workspace_id, vendor_id, agency_id, email, status, is_connected, daily_limit,
  emails_sent_count, bounced_count, replied_count, interested_count)`

export const dashboardCases: readonly TableCase[] = [
  {
    table: 'workspace_connections',
    rights: adminsMay(['select', 'update', 'delete']),
    seed: ({ agencyId }) => `(agency_id, base_url) values ('${agencyId}', 'https://bison.example.com')`,
    where: byAgency,
    change: 'stats_refresh_seconds = 60',
    insert: ({ agencyId }) => `(agency_id, base_url) values ('${agencyId}', 'https://bison.example.com')`,
  },
  {
    table: 'workspaces',
    rights: adminsMay(['select', 'update']),
    seed: ({ agencyId }) => `(id, agency_id, vendor_id, name)
      values ('${workspace}', '${agencyId}', '1', 'One'), ('${otherWorkspace}', '${agencyId}', '2', 'Two')`,
    where: () => `id = '${workspace}'`,
    change: 'is_tracked = false',
    insert: ({ agencyId }) => `(agency_id, vendor_id, name) values ('${agencyId}', '3', 'Three')`,
  },
  {
    table: 'workspace_targets',
    rights: adminsMay(verbs),
    seed: ({ agencyId }) =>
      `(workspace_id, agency_id, monthly_kpi) values ('${workspace}', '${agencyId}', 5)`,
    where: byAgency,
    change: 'monthly_kpi = 6',
    insert: ({ agencyId }) =>
      `(workspace_id, agency_id, monthly_kpi) values ('${otherWorkspace}', '${agencyId}', 5)`,
  },
  {
    table: 'workspace_snapshots',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `(workspace_id, source, agency_id) values ('${workspace}', 'stats', '${agencyId}')`,
    where: byAgency,
    change: 'next_refresh_at = now()',
    insert: ({ agencyId }) =>
      `(workspace_id, source, agency_id) values ('${workspace}', 'senders', '${agencyId}')`,
  },
  {
    table: 'sender_accounts',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `${senderColumns} values ('${workspace}', '1', '${agencyId}', 'a@example.com', 'Connected', true, 1, 0, 0, 0, 0)`,
    where: byAgency,
    change: "status = 'x'",
    insert: ({ agencyId }) =>
      `${senderColumns} values ('${workspace}', '2', '${agencyId}', 'b@example.com', 'Connected', true, 1, 0, 0, 0, 0)`,
  },
  {
    table: 'data_cache_metadata',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `(agency_id, cache_key, dashboard, status) values ('${agencyId}', 'kpi-dashboard-data', 'kpi', 'fresh')`,
    where: byAgency,
    change: "status = 'stale'",
    insert: ({ agencyId }) =>
      `(agency_id, cache_key, dashboard, status) values ('${agencyId}', 'x', 'kpi', 'fresh')`,
  },
]
