import type { ImportJob } from '@headwater/core'
import { X } from 'lucide-react'
import { useCallback, useEffect, useState, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button, classNames, IconButton } from '../../../ui/index.ts'
import { statusLooks } from '../../imports/index.ts'
import type { ImportWizardCopy } from '../copy.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { useEndedJobs } from './use-ended-jobs.ts'

/** Props of {@link ImportNotices}. */
export interface ImportNoticesProps extends Omit<ComponentProps<'div'>, 'children'> {
  /** Shorter imports end without a notice: whoever started one is still looking at it. @default 3 */
  afterSeconds?: number | undefined
  /** How long a notice of success stays, in seconds; one of a failure stays until it is closed. @default 12 */
  forSeconds?: number | undefined
  /** Shows the import. */
  onOpen?: ((job: ImportJob) => void) | undefined
}

function titleOf(job: ImportJob, copy: ImportWizardCopy): string {
  if (job.status === 'failed') return copy.noticeFailed(job.file_name)
  if (job.status === 'cancelled') return copy.noticeCancelled(job.file_name)
  return job.undo_of === null ? copy.noticeCompleted(job.file_name) : copy.noticeUndone(job.file_name)
}

function Notice({
  job,
  forSeconds,
  onOpen,
  dismiss,
}: {
  job: ImportJob
  forSeconds: number
  onOpen: ImportNoticesProps['onOpen']
  dismiss(id: string): void
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const [held, setHeld] = useState(false)
  const { tone, icon: Icon } = statusLooks[job.status]
  const onClose = useCallback(() => dismiss(job.id), [dismiss, job.id])
  const stays = job.status === 'failed' || held
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(onClose, forSeconds * 1000)
    return () => clearTimeout(timer)
  }, [stays, forSeconds, onClose])
  const count = job.undo_of === null ? job.imported_records : job.reversed_records
  return (
    <li
      className="hub-notice"
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className="hub-icon" aria-hidden />
      <div className="hub-notice-body">
        <strong>{titleOf(job, copy)}</strong>
        <p className="hub-muted">
          {job.status === 'failed'
            ? (job.error_message ?? '')
            : copy.noticeFacts(format.number(count), format.number(job.failed_records))}
        </p>
        {onOpen ? (
          <Button
            onClick={() => {
              onOpen(job)
              onClose()
            }}
          >
            {copy.noticeShow}
          </Button>
        ) : null}
      </div>
      <IconButton label={copy.noticeClose} icon={<X className="hub-icon" aria-hidden />} onClick={onClose} />
    </li>
  )
}

/**
 * Says when an import ends, wherever in the app its user is. Mount it once, inside the provider.
 *
 * @example
 * <HubProvider hub={hub}><App /><ImportNotices onOpen={(job) => navigate(`/imports/${job.id}`)} /></HubProvider>
 */
export function ImportNotices(props: ImportNoticesProps) {
  const { afterSeconds = 3, forSeconds = 12, onOpen, className, ...rest } = props
  const copy = useImportWizardCopy()
  const { ended, dismiss } = useEndedJobs(afterSeconds)
  return (
    <div
      role="region"
      aria-label={copy.noticesLabel}
      {...rest}
      className={classNames('hub-notices', className)}
      data-state={ended.length === 0 ? 'empty' : 'open'}
    >
      <ul aria-live="polite">
        {ended.map((job) => (
          <Notice key={job.id} job={job} forSeconds={forSeconds} onOpen={onOpen} dismiss={dismiss} />
        ))}
      </ul>
    </div>
  )
}
