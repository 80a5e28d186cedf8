import {
  dashboardKeys,
  type DashboardName,
  type DashboardParameters,
  type Dashboards,
  type FetchDashboardOptions,
  type RefreshProgress,
} from '@headwater/core/dashboards'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { FailedRefresh, RefreshFailure, RefreshOutcome } from './dashboard-context.ts'

function fetchOf(dashboards: Dashboards, name: DashboardName, options: FetchDashboardOptions) {
  switch (name) {
    case 'kpi':
      return dashboards.fetchKPIData(options)
    case 'volume':
      return dashboards.fetchVolumeData(options)
    case 'revenue':
      return dashboards.fetchRevenueData(options)
    case 'infrastructure':
      return dashboards.fetchInfrastructureData(options)
  }
}

/** An error's code and sentence. */
export function failureFrom(error: unknown): RefreshFailure {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { code, message: error.message }
}

const idle: RefreshProgress = { state: 'idle' }

/** Refreshes dashboards, remembers which selection's refresh failed, and stops them at the end. Nothing that it does throws. */
export function useRefreshes(dashboards: Dashboards, parameters: DashboardParameters) {
  const [failures, setFailures] = useState<Readonly<Record<string, FailedRefresh>>>({})
  const running = useRef(new Map<string, AbortController>())
  const idOf = (name: DashboardName): string => JSON.stringify(dashboardKeys.one(name, parameters))
  const { progress } = dashboards
  // Renders when a refresh gets on: the snapshot is all of them in one text.
  useSyncExternalStore(
    progress.subscribe,
    () => textOf(dashboards, parameters),
    () => textOf(dashboards, parameters),
  )

  useEffect(() => {
    const all = running.current
    return () => {
      for (const controller of all.values()) controller.abort()
    }
  }, [dashboards])

  async function refresh(name: DashboardName, force = false): Promise<RefreshOutcome> {
    const id = idOf(name)
    const controller = new AbortController()
    if (force) running.current.set(id, controller)
    const note = (failure: RefreshFailure | null): void =>
      setFailures(({ [id]: _before, ...others }) =>
        failure ? { ...others, [id]: { ...failure, atMs: Date.now() } } : others,
      )
    try {
      const { meta } = await fetchOf(dashboards, name, { ...parameters, force, signal: controller.signal })
      note(meta.failure ?? null)
      return meta.failure ? { state: 'failed', failure: meta.failure } : { state: 'refreshed' }
    } catch (error) {
      // Another user's sign-in aborts too, and is nothing to tell this one.
      if (controller.signal.aborted || (error instanceof Error && error.name === 'AbortError'))
        return { state: 'cancelled' }
      const failure = failureFrom(error)
      note(failure)
      return { state: 'failed', failure }
    } finally {
      if (running.current.get(id) === controller) running.current.delete(id)
    }
  }

  return {
    refresh,
    cancelRefresh: (name: DashboardName): void => running.current.get(idOf(name))?.abort(),
    failureOf: (name: DashboardName): FailedRefresh | null => failures[idOf(name)] ?? null,
    progressOf: (name: DashboardName): RefreshProgress =>
      progress.get(dashboardKeys.one(name, parameters)) ?? idle,
  }
}

const names: readonly DashboardName[] = ['kpi', 'volume', 'revenue', 'infrastructure']

function textOf({ progress }: Dashboards, parameters: DashboardParameters): string {
  return names
    .map((name) => {
      const now = progress.get(dashboardKeys.one(name, parameters))
      return now.state === 'idle' ? '' : `${now.done}/${now.expected}/${now.failed.length}`
    })
    .join()
}
