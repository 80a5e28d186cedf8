import {
  asOfMs,
  dashboardViewOf,
  odditiesOf,
  type Coverage,
  type DashboardAnswers,
  type DashboardName,
  type RefreshProgress,
} from '@headwater/core/dashboards'
import type { Fetched } from '@headwater/core'
import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useHub } from '../../provider/index.ts'
import { freshnessStateOf, useTicking } from '../freshness/index.ts'
import { useDashboardsValue, type RefreshFailure, type RefreshOutcome } from './dashboard-context.ts'
import { useDashboardsCopy } from './use-dashboards-copy.ts'
import { useFigures } from './use-figures.ts'

/** A dashboard as it stands. Source: data-consistency spec, "Access Dashboard State". */
export interface DashboardState<Name extends DashboardName> {
  /** A row for each workspace; empty while nothing is there. */
  clients: DashboardAnswers[Name]['clients']
  /** All that the server answered; undefined while nothing is there. */
  data: DashboardAnswers[Name] | undefined
  /** Whether there is nothing to show yet, and it is on its way. */
  loading: boolean
  /** Whether a request is on its way, with data on the page or without. */
  updating: boolean
  /** The moment that the oldest figures stand for; null while there are none. */
  lastUpdated: Date | null
  /** Whether that is under 2 minutes ago, and was asked for since the connection was last lost. */
  isFresh: boolean
  /** Whether the data was there before the page asked. */
  cached: boolean
  /** Why the figures are not the newest, in a sentence; null when they are. */
  error: string | null
  failure: RefreshFailure | null
  /** What is odd about the figures, in sentences. */
  warnings: readonly string[]
  /** From the first try to the answer, in milliseconds; null while there is none. */
  fetchDurationMs: number | null
  /** How many of the workspaces are there, and which are not. */
  coverage: Coverage | null
  /** How a forced refresh goes. */
  progress: RefreshProgress
  /** Reads the dashboard again; `force` has the server read the vendor anew. It never rejects. */
  refresh(force?: boolean): Promise<RefreshOutcome>
  cancelRefresh(): void
}

type Options<Name extends DashboardName> = UseQueryOptions<
  Fetched<DashboardAnswers[Name]>,
  Error,
  Fetched<DashboardAnswers[Name]>
>

const none: readonly string[] = []
const notYet = new Set(['NOT_READ_YET', 'NEW_MONTH'])

/** The failure that every workspace has, when no figures came through at all. */
function outageOf(coverage: Coverage | undefined): RefreshFailure | null {
  if (!coverage || coverage.expected === 0 || coverage.current > 0) return null
  const first = coverage.behind.find(({ code }) => !notYet.has(code))
  return first ? { code: first.code, message: first.message } : null
}

function useDashboardState<Name extends DashboardName>(
  name: Name,
  options: Options<Name>,
): DashboardState<Name> {
  const { queryClient } = useHub()
  const copy = useDashboardsCopy()
  const figures = useFigures()
  const { dashboards, unconfirmedBeforeMs, failureOf, progressOf, refresh, cancelRefresh } =
    useDashboardsValue()
  const { limits } = dashboards
  const staleTime = typeof options.staleTime === 'number' ? options.staleTime : limits.freshMs
  const query = useQuery({ ...options, refetchInterval: staleTime }, queryClient)
  const cached = query.data
  // Renders when the data crosses a limit, and no sooner.
  useTicking((now) =>
    cached ? freshnessStateOf({ lastUpdated: new Date(asOfMs(cached.meta)), limits }, now) : 'never',
  )
  const view = dashboardViewOf(query, Date.now(), limits)
  const ready = view.state === 'ready' ? view : null
  const fetchedAtMs = ready ? Date.parse(ready.meta.fetchedAt) : 0
  const refused = failureOf(name)
  const refreshFailure = refused && refused.atMs >= fetchedAtMs ? refused : null
  const failure =
    (view.state === 'loading' ? null : view.failure) ?? refreshFailure ?? outageOf(ready?.data.coverage)
  const clients = ready?.data.clients
  const warnings = useMemo(
    () =>
      clients
        ? odditiesOf(name, clients).map((odd) =>
            copy.oddities[odd.code](odd.name, odd.value === null ? copy.none : figures.count(odd.value)),
          )
        : none,
    [name, clients, copy, figures],
  )
  const oldest = ready?.data.coverage.oldestAsOf ?? null
  const lastUpdated = useMemo(() => (oldest === null ? null : new Date(oldest)), [oldest])
  const isFresh = ready?.freshness === 'fresh' && lastUpdated !== null && fetchedAtMs >= unconfirmedBeforeMs
  return {
    clients: clients ?? [],
    data: ready?.data,
    loading: view.state === 'loading',
    updating: query.isFetching,
    lastUpdated,
    isFresh,
    cached: ready !== null && ready.meta.source !== 'network',
    error: failure?.message ?? null,
    failure,
    warnings,
    fetchDurationMs: ready?.meta.durationMs ?? null,
    coverage: ready?.data.coverage ?? null,
    progress: progressOf(name),
    refresh: (force) => refresh(name, force),
    cancelRefresh: () => cancelRefresh(name),
  }
}

/** The workspaces that are looked at, as the client takes them. */
function useSelection() {
  const { dashboards, workspaceIds } = useDashboardsValue()
  return { dashboards, parameters: workspaceIds === null ? {} : { workspaceIds } }
}

/** Reads the KPI dashboard, and keeps it up to date while it is shown. */
export function useKpiDashboard(): DashboardState<'kpi'> {
  const { dashboards, parameters } = useSelection()
  return useDashboardState('kpi', dashboards.queries.kpi(parameters))
}

/** Reads the volume dashboard, and keeps it up to date while it is shown. */
export function useVolumeDashboard(): DashboardState<'volume'> {
  const { dashboards, parameters } = useSelection()
  return useDashboardState('volume', dashboards.queries.volume(parameters))
}

/** Reads the revenue dashboard, and keeps it up to date while it is shown. */
export function useRevenueDashboard(): DashboardState<'revenue'> {
  const { dashboards, parameters } = useSelection()
  return useDashboardState('revenue', dashboards.queries.revenue(parameters))
}

/** Reads the infrastructure dashboard, and keeps it up to date while it is shown. */
export function useInfrastructureDashboard(): DashboardState<'infrastructure'> {
  const { dashboards, parameters } = useSelection()
  return useDashboardState('infrastructure', dashboards.queries.infrastructure(parameters))
}
