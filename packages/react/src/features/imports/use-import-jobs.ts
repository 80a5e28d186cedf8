import type { ImportErrorsPage, ImportJob, LiveStatus } from '@headwater/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useHub } from '../../provider/index.ts'

/** How often a running import is asked for: often without the socket, and now and then with it, since news may be lost. */
const POLL_MS = 1000
const LIVE_POLL_MS = 10_000

/** Whether an import still changes. */
export function isRunning({ status }: Pick<ImportJob, 'status'>): boolean {
  return status === 'pending' || status === 'processing'
}

/** How news reach the cache. */
export function useLiveStatus(): LiveStatus {
  const { status } = useHub().live
  return useSyncExternalStore(status.subscribe, status.getSnapshot, () => 'off' as const)
}

function pollOf(live: LiveStatus, jobs: readonly ImportJob[]): number | false {
  if (!jobs.some(isRunning)) return false
  return live === 'live' ? LIVE_POLL_MS : POLL_MS
}

/** The user's imports, newest first, of one model or of all; kept up to date while one runs. */
export function useImportJobs(modelId?: string) {
  const { imports, queryClient } = useHub()
  const live = useLiveStatus()
  return useQuery(
    {
      ...imports.queries.list(modelId),
      refetchInterval: (query) => pollOf(live, query.state.data?.data ?? []),
    },
    queryClient,
  )
}

/** One import, kept up to date while it runs. */
export function useImportJob(id: string) {
  const { imports, queryClient } = useHub()
  const live = useLiveStatus()
  return useQuery(
    {
      ...imports.queries.detail(id),
      refetchInterval: (query) => pollOf(live, query.state.data ? [query.state.data.data] : []),
    },
    queryClient,
  )
}

/** A page of an import's rejected rows. */
export function useImportErrors(id: string, page: ImportErrorsPage = {}) {
  const { imports, queryClient } = useHub()
  return useQuery({ ...imports.queries.errors(id, page), placeholderData: keepPreviousData }, queryClient)
}
