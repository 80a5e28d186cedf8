export type { CacheEntryStats, CacheStats } from './cache-stats.ts'
export {
  createDashboards,
  type Dashboards,
  type DashboardsOptions,
  type FetchDashboardOptions,
} from './create-dashboards.ts'
export { connectionKeys, type ConnectionClient } from './create-connection-client.ts'
export { targetKeys, type TargetsClient } from './create-targets-client.ts'
export type { ClientOddity, OddityCode } from './client-oddities.ts'
export {
  dashboardKeys,
  odditiesOf,
  type DashboardAnswers,
  type DashboardParameters,
} from './dashboard-definitions.ts'
export { asOfMs, dashboardViewOf, type DashboardView } from './dashboard-view.ts'
export type { ProgressStore, RefreshProgress } from './refresh-progress.ts'
export {
  validateEmailAccounts,
  validateInfrastructureClients,
  validateKPIClients,
  validateRevenueClients,
  validateVolumeClients,
} from './validate-clients.ts'
