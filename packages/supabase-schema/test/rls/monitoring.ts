import { adminsMay, byAgency, staffRead, verbs, type TableCase } from './table-case.ts'

const thresholdColumns = '(agency_id, metric, warning_at, critical_at, warning_points, critical_points)'
const incidentColumns = '(agency_id, metric, severity, worst_severity, value, worst_value, threshold)'

export const monitoringCases: readonly TableCase[] = [
  {
    table: 'api_health_logs',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `(agency_id, api_name, response_time_ms, success) values ('${agencyId}', 'Email Bison', 1, true)`,
    where: byAgency,
    change: 'success = false',
    insert: ({ agencyId }) =>
      `(agency_id, api_name, response_time_ms, success) values ('${agencyId}', 'x', 1, true)`,
  },
  {
    table: 'data_validation_errors',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `(agency_id, source, error_type, message) values ('${agencyId}', 'Email Bison', 'X', 'x')`,
    where: byAgency,
    change: "message = 'y'",
    insert: ({ agencyId }) =>
      `(agency_id, source, error_type, message) values ('${agencyId}', 'x', 'x', 'x')`,
  },
  {
    table: 'health_thresholds',
    rights: { ...adminsMay(verbs), super_admin: verbs },
    seed: ({ agencyId }) => `${thresholdColumns} values ('${agencyId}', 'stats_age', 5, 10, 1, 2)`,
    where: byAgency,
    change: 'is_enabled = false',
    insert: ({ agencyId }) => `${thresholdColumns} values ('${agencyId}', 'senders_age', 5, 10, 1, 2)`,
  },
  {
    table: 'health_incidents',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `${incidentColumns} values ('${agencyId}', 'stats_age', 'warning', 'warning', 6, 6, 5)`,
    where: byAgency,
    change: "status = 'resolved'",
    insert: ({ agencyId }) =>
      `${incidentColumns} values ('${agencyId}', 'senders_age', 'warning', 'warning', 6, 6, 5)`,
  },
  {
    table: 'health_destinations',
    rights: adminsMay(['select', 'delete']),
    seed: ({ agencyId }) => `(agency_id, kind) values ('${agencyId}', 'webhook')`,
    where: byAgency,
    change: "channel = 'x'",
    insert: ({ agencyId }) => `(agency_id, kind) values ('${agencyId}', 'webhook')`,
  },
]
