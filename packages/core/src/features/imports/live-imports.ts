import type { QueryClient, QueryKey } from '@tanstack/query-core'
import { importJobSchema, type ImportJob } from '../../contracts/imports.ts'
import type { Fetched } from '../../request/meta.ts'
import type { LiveHandler } from '../live/index.ts'
import { recordKeys } from '../records/index.ts'
import { importKeys } from './import-keys.ts'

const finalStates: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled'])

/** Events may arrive late or twice: a job never goes back. */
function isNewer(next: ImportJob, before: ImportJob): boolean {
  if (finalStates.has(before.status) && !finalStates.has(next.status)) return false
  return (
    Date.parse(next.updated_at) >= Date.parse(before.updated_at) &&
    next.processed_records >= before.processed_records
  )
}

function toFetched<Data>(data: Data): Fetched<Data> {
  const fetchedAt = new Date().toISOString()
  return { data, meta: { source: 'network', fetchedAt, warnings: [], attempts: 1, durationMs: 0 } }
}

/** Puts a pushed job where the cache shows it. Returns whether a list had it. */
function patchJob(queryClient: QueryClient, job: ImportJob): boolean {
  queryClient.setQueryData<Fetched<ImportJob>>(importKeys.detail(job.id), (before) =>
    before === undefined || !isNewer(job, before.data) ? before : toFetched(job),
  )
  let listed = false
  queryClient.setQueriesData<Fetched<ImportJob[]>>({ queryKey: importKeys.lists() }, (before) => {
    const index = before?.data.findIndex(({ id }) => id === job.id) ?? -1
    const current = before?.data[index]
    if (before === undefined || current === undefined) return before
    listed = true
    return isNewer(job, current) ? toFetched(before.data.with(index, job)) : before
  })
  return listed
}

/**
 * Patches again what is being read: an answer that is on its way may be older than what was pushed. Returns whether a list is among it: only when
 * that has come without the job is it asked for again.
 */
function patchAfterReads(queryClient: QueryClient, job: ImportJob): boolean {
  const cache = queryClient.getQueryCache()
  const lists = cache.findAll({ queryKey: importKeys.lists(), fetchStatus: 'fetching' })
  const details = cache.findAll({ queryKey: importKeys.detail(job.id), fetchStatus: 'fetching' })
  for (const query of [...lists, ...details])
    query.promise?.then(
      () => {
        if (!patchJob(queryClient, job) && lists.includes(query))
          void queryClient.invalidateQueries({ queryKey: importKeys.lists() }, { cancelRefetch: false })
      },
      () => undefined,
    )
  return lists.length > 0
}

/** What else a job's progress changes. */
function getAffectedKeys(job: ImportJob, listed: boolean): QueryKey[] {
  const queryKeys: QueryKey[] = []
  if (!listed) queryKeys.push(importKeys.lists())
  if (job.failed_records + job.kept_records > 0) queryKeys.push(importKeys.errorsOf(job.id))
  if (job.processed_records > 0) queryKeys.push(importKeys.changesOf(job.id))
  if (job.imported_records + job.reversed_records > 0 && !job.dry_run)
    queryKeys.push(recordKeys.ofModel(job.model_id))
  return queryKeys
}

/** Shows a pushed import without asking for it. */
export function createLiveImports(queryClient: QueryClient): LiveHandler {
  return {
    topics: ['user'],
    event: 'import_jobs',
    queryKeys: [importKeys.all],
    apply(payload) {
      const job = importJobSchema.parse(payload)
      const isListRead = patchAfterReads(queryClient, job)
      return getAffectedKeys(job, patchJob(queryClient, job) || isListRead)
    },
  }
}
