import type { ImportJob } from '@headwater/core'
import { Download, History, Repeat, Settings2 } from 'lucide-react'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, StaleNotice, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Badge, Button, classNames, EmptyState, Skeleton } from '../../../ui/index.ts'
import { isRunning, statusLooks, useImportJobs, useImportsCopy } from '../../imports/index.ts'
import { UndoButton } from '../steps/UndoButton.tsx'
import { canUndo, useJobActions } from '../use-job-actions.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { JobSettings } from './job-settings.tsx'

/** Props of {@link ImportHistory}. */
export interface ImportHistoryProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** Shows one model's imports. @default all of the user's */
  modelId?: string | undefined
  /** How people are called. @default "You": a person sees their own imports */
  nameOfUser?: ((userId: string) => string) | undefined
  /** Shows dry runs too. @default false */
  withDryRuns?: boolean | undefined
  /** What else an import offers: a way to its records, say. */
  jobActions?: ((job: ImportJob) => ReactNode) | undefined
  /** The first step from the empty view. */
  emptyActions?: ReactNode
}

/** Imports beyond these wait behind a button. */
const PAGE_JOBS = 20

function factsOf(
  job: ImportJob,
  copy: ReturnType<typeof useImportWizardCopy>,
  number: (value: number) => string,
): string {
  if (job.undo_of !== null)
    return copy.undoFacts(number(job.reversed_records), number(job.kept_records), number(job.failed_records))
  const others = job.processed_records - job.inserted_records - job.updated_records
  return copy.didFacts(number(job.inserted_records), number(job.updated_records), number(others))
}

function HistoryEntry({ job, actions, name }: { job: ImportJob; actions: ReactNode; name: string }) {
  const copy = useImportWizardCopy()
  const words = useImportsCopy()
  const format = useFormat()
  const own = useJobActions(job)
  const [open, setOpen] = useState(false)
  const { tone, icon: Icon } = statusLooks[job.status]
  const ended = !isRunning(job) && job.status !== 'paused'
  const marks = [
    job.undo_of === null ? '' : copy.undoBadge,
    job.undone_at === null ? '' : copy.undoneBadge,
    job.dry_run ? copy.dryRunBadge : '',
    job.again_of === null ? '' : copy.againBadge,
  ].filter((mark) => mark !== '')
  return (
    <article className="hub-job" aria-label={job.file_name} data-state={job.status}>
      <div className="hub-row hub-spread">
        <div className="hub-job-name">
          <strong className="hub-truncate" title={job.file_name}>
            {job.file_name}
          </strong>
          <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
            {words.statusNames[job.status]}
          </Badge>
          {marks.map((mark) => (
            <Badge key={mark}>{mark}</Badge>
          ))}
        </div>
        <span className="hub-hint" title={format.dateTime(job.created_at)}>
          {name}, {format.age(job.created_at)}
        </span>
      </div>
      <p className="hub-muted hub-job-facts">{factsOf(job, copy, format.number)}</p>
      <div className="hub-row">
        {actions}
        {canUndo(job) ? <UndoButton job={job} /> : null}
        {ended && job.undo_of === null ? (
          <Button
            icon={<Repeat className="hub-icon" aria-hidden />}
            busy={own.busy === 'again'}
            onClick={() => void own.again()}
          >
            {copy.again}
          </Button>
        ) : null}
        {ended && job.failed_records > 0 ? (
          <Button
            icon={<Download className="hub-icon" aria-hidden />}
            busy={own.busy === 'report'}
            onClick={() => void own.report()}
          >
            {copy.downloadReport}
          </Button>
        ) : null}
        <Button
          variant="ghost"
          aria-expanded={open}
          icon={<Settings2 className="hub-icon" aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {open ? copy.hideSettings : copy.showSettings}
        </Button>
      </div>
      {own.error === null ? null : <ErrorState error={own.error} />}
      {open ? <JobSettings job={job} /> : null}
    </article>
  )
}

/**
 * What was imported: who, what, when, with which settings, and what it did. Each import can be taken back, repeated, and its rejected rows
 * downloaded.
 *
 * @example
 * <ImportHistory modelId={model.id} />
 */
export function ImportHistory(props: ImportHistoryProps) {
  const { modelId, nameOfUser, withDryRuns = false, jobActions, emptyActions, className, ...rest } = props
  const copy = useImportWizardCopy()
  const common = useCommonCopy()
  const [limit, setLimit] = useState(PAGE_JOBS)
  const { data, error, refetch } = useImportJobs(modelId)
  const jobs = data?.data.filter(({ dry_run: isTry }) => withDryRuns || !isTry)
  const retry = () => void refetch()
  return (
    <section {...rest} className={classNames('hub-stack hub-jobs', className)} aria-busy={!data && !error}>
      <h2 className="hub-title">{copy.historyTitle}</h2>
      {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
      {error && data ? <StaleNotice error={error} fetchedAt={data.meta.fetchedAt} onRetry={retry} /> : null}
      {!jobs && !error ? (
        <div className="hub-panel hub-job-list">
          <div className="hub-job">
            <Skeleton width="40%" />
            <Skeleton width="64%" />
          </div>
        </div>
      ) : null}
      {jobs?.length === 0 ? (
        <div className="hub-panel">
          <EmptyState
            icon={<History className="hub-icon" aria-hidden />}
            title={copy.historyEmptyTitle}
            description={copy.historyEmpty}
            actions={emptyActions}
          />
        </div>
      ) : null}
      {jobs && jobs.length > 0 ? (
        <div className="hub-panel hub-job-list">
          {jobs.slice(0, limit).map((job) => (
            <HistoryEntry
              key={job.id}
              job={job}
              actions={jobActions?.(job)}
              name={nameOfUser?.(job.user_id) ?? copy.you}
            />
          ))}
        </div>
      ) : null}
      {jobs && jobs.length > limit ? (
        <Button onClick={() => setLimit(limit + PAGE_JOBS)}>{common.showMore}</Button>
      ) : null}
    </section>
  )
}
