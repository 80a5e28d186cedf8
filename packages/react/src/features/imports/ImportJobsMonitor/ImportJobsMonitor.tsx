import type { ImportJob, LiveStatus } from '@headwater/core'
import { FileUp, Radio, RefreshCw, WifiOff, type LucideIcon } from 'lucide-react'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, StaleNotice, useCommonCopy } from '../../../provider/index.ts'
import { Badge, Button, classNames, EmptyState, Skeleton, type Tone } from '../../../ui/index.ts'
import { useImportJobs, useLiveStatus } from '../use-import-jobs.ts'
import { useImportsCopy } from '../use-imports-copy.ts'
import { ImportJobCard } from './ImportJobCard.tsx'

const liveLooks: Record<LiveStatus, { tone: Tone; icon: LucideIcon }> = {
  live: { tone: 'success', icon: Radio },
  polling: { tone: 'warning', icon: RefreshCw },
  connecting: { tone: 'neutral', icon: RefreshCw },
  off: { tone: 'neutral', icon: WifiOff },
}

/** Imports beyond these wait behind a button. */
const PAGE_JOBS = 20

/** Props of {@link ImportJobsMonitor}. */
export interface ImportJobsMonitorProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** Shows one model's imports. @default all of the user's */
  modelId?: string | undefined
  /** What a finished import offers: a way to its records, say. */
  jobActions?: ((job: ImportJob) => ReactNode) | undefined
  /** The first step from the empty view. */
  emptyActions?: ReactNode
}

/** Says how news arrive. */
function LiveBadge() {
  const copy = useImportsCopy()
  const status = useLiveStatus()
  const { tone, icon: Icon } = liveLooks[status]
  return (
    <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />} role="status">
      {copy[status]}
    </Badge>
  )
}

/**
 * Follows imports: live, or by polling when the socket is down. Rejected rows are explained, and can be saved as a report.
 *
 * @example
 * <ImportJobsMonitor modelId={model.id} />
 */
export function ImportJobsMonitor(props: ImportJobsMonitorProps) {
  const { modelId, jobActions, emptyActions, className, ...rest } = props
  const copy = useImportsCopy()
  const common = useCommonCopy()
  const [limit, setLimit] = useState(PAGE_JOBS)
  const { data, error, refetch } = useImportJobs(modelId)
  // A dry run changes nothing: it belongs to the wizard that asked for it.
  const jobs = data?.data.filter(({ dry_run: isTry }) => !isTry)
  const retry = () => void refetch()
  return (
    <section {...rest} className={classNames('hub-stack hub-jobs', className)} aria-busy={!data && !error}>
      <div className="hub-row hub-spread">
        <h2 className="hub-title">{copy.monitorTitle}</h2>
        <LiveBadge />
      </div>
      {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
      {error && data ? <StaleNotice error={error} fetchedAt={data.meta.fetchedAt} onRetry={retry} /> : null}
      {!jobs && !error ? (
        <div className="hub-panel hub-job-list">
          <div className="hub-job">
            <Skeleton width="40%" />
            <Skeleton width="64%" />
          </div>
          <div className="hub-job">
            <Skeleton width="32%" />
            <Skeleton width="56%" />
          </div>
        </div>
      ) : null}
      {jobs?.length === 0 ? (
        <div className="hub-panel">
          <EmptyState
            icon={<FileUp className="hub-icon" aria-hidden />}
            title={copy.emptyTitle}
            description={copy.emptyDescription}
            actions={emptyActions}
          />
        </div>
      ) : null}
      {jobs && jobs.length > 0 ? (
        <div className="hub-panel hub-job-list">
          {jobs.slice(0, limit).map((job) => (
            <ImportJobCard key={job.id} job={job} actions={jobActions?.(job)} />
          ))}
        </div>
      ) : null}
      {jobs && jobs.length > limit ? (
        <Button onClick={() => setLimit(limit + PAGE_JOBS)}>{common.showMore}</Button>
      ) : null}
    </section>
  )
}
