export { ConnectWorkspaces, type ConnectWorkspacesProps } from './ConnectWorkspaces/ConnectWorkspaces.tsx'
export { dashboardsCopy, type DashboardsCopy } from './copy.ts'
export type { RefreshFailure, RefreshOutcome } from './dashboard-context.ts'
export { DashboardProvider, type DashboardProviderProps } from './dashboard-provider.tsx'
export type { DashboardProps } from './frame/DashboardFrame.tsx'
export { HealthSummary, type HealthSummaryProps } from './HealthSummary/HealthSummary.tsx'
export { InfrastructureDashboard } from './InfrastructureDashboard/InfrastructureDashboard.tsx'
export { KpiDashboard } from './KpiDashboard/KpiDashboard.tsx'
export { RevenueDashboard } from './RevenueDashboard/RevenueDashboard.tsx'
export { TargetsEditor, type TargetsEditorProps } from './TargetsEditor/TargetsEditor.tsx'
export { useDashboardContext, type DashboardContextValue } from './use-dashboard-context.ts'
export {
  useInfrastructureDashboard,
  useKpiDashboard,
  useRevenueDashboard,
  useVolumeDashboard,
  type DashboardState,
} from './use-dashboard.ts'
export { VolumeDashboard } from './VolumeDashboard/VolumeDashboard.tsx'
