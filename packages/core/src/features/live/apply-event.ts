import type { QueryClient } from '@tanstack/query-core'
import type { ImportJob } from '../../contracts/index.ts'
import type { Fetched } from '../../request/meta.ts'
import type { Answers } from '../answers.ts'
import { dataModelKeys } from '../data-models/index.ts'
import { importKeys } from '../imports/index.ts'
import { recordKeys } from '../records/index.ts'

const finalStates: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled'])

/** News may arrive late or twice: a job never goes back. */
function isNewer(next: ImportJob, before: ImportJob): boolean {
  if (finalStates.has(before.status) && !finalStates.has(next.status)) return false
  return (
    Date.parse(next.updated_at) >= Date.parse(before.updated_at) &&
    next.processed_records >= before.processed_records
  )
}

function refetched<Data>(data: Data): Fetched<Data> {
  const fetchedAt = new Date().toISOString()
  return { data, meta: { source: 'network', fetchedAt, warnings: [], attempts: 1, durationMs: 0 } }
}

function applyJob(queryClient: QueryClient, job: ImportJob): void {
  queryClient.setQueryData<Fetched<ImportJob>>(importKeys.detail(job.id), (before) =>
    before === undefined || !isNewer(job, before.data) ? before : refetched(job),
  )
  let known = false
  queryClient.setQueriesData<Fetched<ImportJob[]>>({ queryKey: importKeys.lists() }, (before) => {
    const index = before?.data.findIndex(({ id }) => id === job.id) ?? -1
    const current = before?.data[index]
    if (before === undefined || current === undefined) return before
    known = true
    return isNewer(job, current) ? refetched(before.data.with(index, job)) : before
  })
  if (!known) void queryClient.invalidateQueries({ queryKey: importKeys.lists() })
  if (job.failed_records + job.kept_records > 0)
    void queryClient.invalidateQueries({ queryKey: importKeys.errorsOf(job.id) })
  if (job.processed_records > 0)
    void queryClient.invalidateQueries({ queryKey: importKeys.changesOf(job.id) })
  if (job.imported_records + job.reversed_records > 0 && !job.dry_run)
    void queryClient.invalidateQueries({ queryKey: recordKeys.ofModel(job.model_id) })
}

/** Patches what the cache holds with a pushed import, or marks changed models and records as stale. Odd payloads change nothing. */
export function applyEvent(
  queryClient: QueryClient,
  { event, payload }: { event: string; payload: unknown },
  answers: Answers,
): void {
  if (event === 'import_jobs') {
    const job = answers.importJob.safeParse(payload)
    if (job.success) applyJob(queryClient, job.data)
  }
  if (event === 'data_models' && answers.change.safeParse(payload).success)
    void queryClient.invalidateQueries({ queryKey: dataModelKeys.all })
  if (event === 'records') {
    const change = answers.recordChange.safeParse(payload)
    if (change.success)
      void queryClient.invalidateQueries({ queryKey: recordKeys.ofModel(change.data.model_id) })
  }
}
