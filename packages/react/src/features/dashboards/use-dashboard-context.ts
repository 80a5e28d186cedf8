import { useDashboardsValue, type RefreshOutcome } from './dashboard-context.ts'
import {
  useInfrastructureDashboard,
  useKpiDashboard,
  useRevenueDashboard,
  useVolumeDashboard,
  type DashboardState,
} from './use-dashboard.ts'

/** What {@link useDashboardContext} gives. Source: data-consistency spec, "Usage Examples". */
export interface DashboardContextValue {
  kpiDashboard: DashboardState<'kpi'>
  volumeDashboard: DashboardState<'volume'>
  revenueDashboard: DashboardState<'revenue'>
  infrastructureDashboard: DashboardState<'infrastructure'>
  /** Reads the dashboard again; `true` has the server read the vendor anew. Never rejects: the outcome says how it ended. */
  refreshKPIDashboard(force?: boolean): Promise<RefreshOutcome>
  refreshVolumeDashboard(force?: boolean): Promise<RefreshOutcome>
  refreshRevenueDashboard(force?: boolean): Promise<RefreshOutcome>
  refreshInfrastructureDashboard(force?: boolean): Promise<RefreshOutcome>
  refreshAll(force?: boolean): Promise<RefreshOutcome[]>
  /** The workspaces that are looked at; null for all. */
  workspaceIds: readonly string[] | null
  setWorkspaceIds(workspaceIds: readonly string[] | null): void
  /** Drops all that is cached of the dashboards, in memory and beyond, and asks for what is shown anew. */
  clearAllCache(): Promise<void>
}

/**
 * The state of all four dashboards and what refreshes them; reading it loads all four. A page that shows one of them takes `useKpiDashboard` and the like.
 *
 * @example
 * const { kpiDashboard, refreshKPIDashboard } = useDashboardContext()
 * const { clients, loading, lastUpdated, isFresh, error, warnings, fetchDurationMs } = kpiDashboard
 * await refreshKPIDashboard(true)
 */
export function useDashboardContext(): DashboardContextValue {
  const { refresh, workspaceIds, setWorkspaceIds, clearAllCache } = useDashboardsValue()
  return {
    kpiDashboard: useKpiDashboard(),
    volumeDashboard: useVolumeDashboard(),
    revenueDashboard: useRevenueDashboard(),
    infrastructureDashboard: useInfrastructureDashboard(),
    refreshKPIDashboard: (force) => refresh('kpi', force),
    refreshVolumeDashboard: (force) => refresh('volume', force),
    refreshRevenueDashboard: (force) => refresh('revenue', force),
    refreshInfrastructureDashboard: (force) => refresh('infrastructure', force),
    refreshAll: (force) =>
      Promise.all(
        (['kpi', 'volume', 'revenue', 'infrastructure'] as const).map((name) => refresh(name, force)),
      ),
    workspaceIds,
    setWorkspaceIds,
    clearAllCache,
  }
}
