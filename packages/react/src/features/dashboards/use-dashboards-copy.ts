import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { dashboardsCopy, type DashboardsCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useDashboardsCopy(): DashboardsCopy {
  const own = useHubContext().copy.dashboards
  return useMemo(() => ({ ...dashboardsCopy, ...own }), [own])
}
