import { dashboardKeys, type Dashboards } from '@headwater/core/dashboards'
import { Fragment, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useHub } from '../../provider/index.ts'
import { ticker } from '../freshness/index.ts'
import { DashboardsContext } from './dashboard-context.ts'
import { useRefreshes } from './use-refreshes.ts'

/** Props of {@link DashboardProvider}. */
export interface DashboardProviderProps {
  /** Made once, outside of components: `createDashboards(hub)`. */
  dashboards: Dashboards
  /** The workspaces that are looked at; null for all. Without it the provider keeps them itself. */
  workspaceIds?: readonly string[] | null | undefined
  /** The workspaces that are looked at first when `workspaceIds` isn't given. @default null: all */
  defaultWorkspaceIds?: readonly string[] | null | undefined
  onWorkspaceIdsChange?: ((change: { workspaceIds: readonly string[] | null }) => void) | undefined
  children?: ReactNode
}

/** Asks for everything anew once the page can be trusted again; until then nothing old is called fresh. */
function useUnconfirmed(): number {
  const { queryClient } = useHub()
  const [beforeMs, setBeforeMs] = useState(0)
  useEffect(() => {
    const doubt = () => setBeforeMs(Date.now())
    const askAnew = () => {
      doubt()
      void queryClient.refetchQueries(
        { queryKey: dashboardKeys.all, type: 'active' },
        // The cache asks by itself when a connection comes back that it saw go.
        { cancelRefetch: false },
      )
    }
    const stopWatching = ticker.onWake(askAnew)
    addEventListener('offline', doubt)
    addEventListener('online', askAnew)
    queryClient.mount()
    return () => {
      stopWatching()
      removeEventListener('offline', doubt)
      removeEventListener('online', askAnew)
      queryClient.unmount()
    }
  }, [queryClient])
  return beforeMs
}

/** Counts the users that came after the first: what one saw is taken from the page before the next sees it. */
function useUserCount(): number {
  const { session } = useHub().context
  const [count, setCount] = useState(0)
  useEffect(() => session.onChange(() => setCount((before) => before + 1)), [session])
  return count
}

function Provider(props: DashboardProviderProps) {
  const {
    dashboards,
    workspaceIds: given,
    defaultWorkspaceIds = null,
    onWorkspaceIdsChange,
    children,
  } = props
  const [own, setOwn] = useState(defaultWorkspaceIds)
  const workspaceIds = given === undefined ? own : given
  const parameters = useMemo(() => (workspaceIds === null ? {} : { workspaceIds }), [workspaceIds])
  const refreshes = useRefreshes(dashboards, parameters)
  const unconfirmedBeforeMs = useUnconfirmed()
  const [, drawAnew] = useState(0)
  const value = {
    dashboards,
    workspaceIds,
    unconfirmedBeforeMs,
    ...refreshes,
    async clearAllCache() {
      await dashboards.clearAllCache()
      // What is dropped tells nobody: drawn anew, everything asks for its own again.
      drawAnew((count) => count + 1)
    },
    setWorkspaceIds(next: readonly string[] | null) {
      setOwn(next)
      onWorkspaceIdsChange?.({ workspaceIds: next })
    },
  }
  return <DashboardsContext value={value}>{children}</DashboardsContext>
}

/**
 * Hands the dashboards' client down to the components below, and holds which workspaces are looked at and how refreshes go. It stands inside a `HubProvider`.
 *
 * @example
 * const dashboards = createDashboards(hub)
 * <HubProvider hub={hub}><DashboardProvider dashboards={dashboards}><KpiDashboard /></DashboardProvider></HubProvider>
 */
export function DashboardProvider(props: DashboardProviderProps) {
  const users = useUserCount()
  return (
    <Fragment key={users}>
      <Provider {...props} />
    </Fragment>
  )
}
