import type { DashboardName, Dashboards, RefreshProgress } from '@headwater/core/dashboards'
import { createContext, useContext } from 'react'

/** Why a refresh failed, for people and for code. */
export interface RefreshFailure {
  /** The error's stable code, such as `TIMEOUT`. */
  code: string
  /** A sentence for people. */
  message: string
}

/** How a refresh ended. */
export type RefreshOutcome =
  | { state: 'refreshed' }
  /** What was read is kept; what was shown stays. */
  | { state: 'cancelled' }
  | { state: 'failed'; failure: RefreshFailure }

/** A failed refresh, with the moment at which it failed. */
export interface FailedRefresh extends RefreshFailure {
  atMs: number
}

/** What {@link DashboardProvider} hands down. */
export interface DashboardsValue {
  dashboards: Dashboards
  /** The workspaces that are looked at; null for all. */
  workspaceIds: readonly string[] | null
  setWorkspaceIds(workspaceIds: readonly string[] | null): void
  /** What was read before is not fresh, however young: the connection was lost since, or the page slept. In milliseconds since 1970. */
  unconfirmedBeforeMs: number
  failureOf(name: DashboardName): FailedRefresh | null
  progressOf(name: DashboardName): RefreshProgress
  refresh(name: DashboardName, force?: boolean): Promise<RefreshOutcome>
  cancelRefresh(name: DashboardName): void
  /** Drops all that is cached, and asks for what is shown anew. */
  clearAllCache(): Promise<void>
}

export const DashboardsContext = createContext<DashboardsValue | null>(null)

/** What the provider above hands down. @throws Error outside of a DashboardProvider */
export function useDashboardsValue(): DashboardsValue {
  const value = useContext(DashboardsContext)
  if (!value)
    throw new Error(
      'No DashboardProvider is above this component. Put <DashboardProvider dashboards={createDashboards(hub)}> inside the HubProvider.',
    )
  return value
}
