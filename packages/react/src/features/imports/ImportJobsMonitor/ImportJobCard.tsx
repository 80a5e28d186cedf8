import type { ImportJob } from '@headwater/core'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, useFormat, useHub } from '../../../provider/index.ts'
import { Badge, Button, classNames, ConfirmDialog, ProgressBar } from '../../../ui/index.ts'
import { isRunning } from '../use-import-jobs.ts'
import { useImportsCopy } from '../use-imports-copy.ts'
import { progressText, resultText, shareOf, statusLooks } from './job-facts.ts'
import { JobFailure } from './JobFailure.tsx'
import { RejectedRows } from './RejectedRows.tsx'

function CancelImport({ job }: { job: ImportJob }) {
  const copy = useImportsCopy()
  const format = useFormat()
  const { imports } = useHub()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function cancel(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await imports.cancel(job.id)
      setAsking(false)
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }

  return (
    <>
      <Button onClick={() => setAsking(true)}>{copy.cancelImport}</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={copy.cancelTitle(job.file_name)}
        description={copy.cancelDescription(format.number(job.imported_records))}
        confirmLabel={copy.cancelImport}
        cancelLabel={copy.keepImporting}
        busy={busy}
        onConfirm={() => void cancel()}
      >
        {error === null ? undefined : <ErrorState error={error} />}
      </ConfirmDialog>
    </>
  )
}

/** Props of {@link ImportJobCard}. */
export interface ImportJobCardProps extends Omit<ComponentProps<'article'>, 'children'> {
  job: ImportJob
  /** What else can be done with it. */
  actions?: ReactNode
  /** Shows the rejected rows from the beginning. @default false */
  defaultOpen?: boolean
}

/** One import: its state, its true progress, what came of it, and why rows were rejected. */
export function ImportJobCard(props: ImportJobCardProps) {
  const { job, actions, defaultOpen = false, className, ...rest } = props
  const copy = useImportsCopy()
  const format = useFormat()
  const [open, setOpen] = useState(defaultOpen)
  const { tone, icon: Icon } = statusLooks[job.status]
  const running = isRunning(job)
  return (
    <article
      aria-label={job.file_name}
      {...rest}
      className={classNames('hub-job', className)}
      data-state={job.status}
    >
      <div className="hub-row hub-spread">
        <div className="hub-job-name">
          <strong className="hub-truncate" title={job.file_name}>
            {job.file_name}
          </strong>
          <Badge
            tone={tone}
            icon={
              <Icon
                className={job.status === 'processing' ? 'hub-icon hub-spinner' : 'hub-icon'}
                aria-hidden
              />
            }
          >
            {copy.statusNames[job.status]}
          </Badge>
        </div>
        <span className="hub-hint" title={format.dateTime(job.created_at)}>
          {format.age(job.created_at)}
        </span>
      </div>
      {running ? <ProgressBar label={job.file_name} value={shareOf(job)} /> : null}
      <p className="hub-muted hub-job-facts">
        {running ? progressText(job, copy, format) : resultText(job, copy, format)}
        {running && job.failed_records > 0
          ? `\u00a0· ${copy.failedRows(format.number(job.failed_records))}`
          : null}
      </p>
      {job.status === 'failed' ? <JobFailure job={job} /> : null}
      {running || job.failed_records > 0 || actions ? (
        <div className="hub-row">
          {actions}
          {job.failed_records > 0 ? (
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? copy.hideErrors : copy.showErrors(format.number(job.failed_records))}
            </Button>
          ) : null}
          {running ? <CancelImport job={job} /> : null}
        </div>
      ) : null}
      {open && job.failed_records > 0 ? <RejectedRows job={job} /> : null}
    </article>
  )
}
