import type { ForetoldCounter, ImportJob } from '@headwater/core/contracts'
import { Download, Pause, Play, Repeat } from 'lucide-react'
import { useEffect, useRef, useState, type ComponentProps } from 'react'
import { ErrorState, useFormat } from '../../../provider/index.ts'
import { Badge, Button, Callout, classNames, ProgressBar } from '../../../ui/index.ts'
import {
  isRunning,
  JobFailure,
  progressText,
  shareOf,
  statusLooks,
  useImportJob,
  useImportsCopy,
} from '../../imports/index.ts'
import type { ImportWizardCopy } from '../copy.ts'
import { canUndo, useJobActions } from '../use-job-actions.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { CountTiles, type CountTile } from './CountTiles.tsx'
import { UndoButton } from './UndoButton.tsx'

/** Props of {@link ImportResult}. */
export interface ImportResultProps extends Omit<ComponentProps<'section'>, 'children'> {
  job: ImportJob
  onOpenRecords?: (() => void) | undefined
  /** Begins with another file. */
  onAnother?: (() => void) | undefined
  /** The import has ended. */
  onSettled?: ((job: ImportJob) => void) | undefined
}

function counterNames(copy: ImportWizardCopy): Readonly<Record<string, string>> {
  const names: Record<ForetoldCounter, string> = {
    inserted_records: copy.inserted,
    updated_records: copy.updated,
    unchanged_records: copy.unchanged,
    skipped_records: copy.skipped,
    conflict_records: copy.conflicts,
    failed_records: copy.rejected,
  }
  return names
}

function tilesOf(job: ImportJob, copy: ImportWizardCopy, number: (value: number) => string): CountTile[] {
  const tile = (key: string, label: string, value: number, tone: CountTile['tone']): CountTile => ({
    key,
    label,
    value: number(value),
    tone: value === 0 ? 'neutral' : (tone ?? 'neutral'),
  })
  if (job.undo_of !== null)
    return [
      tile('reversed', copy.reversed, job.reversed_records, 'success'),
      tile('kept', copy.kept, job.kept_records, 'warning'),
      tile('unchanged', copy.unchanged, job.unchanged_records, 'neutral'),
      tile('failed', copy.failedUndo, job.failed_records, 'danger'),
    ]
  return [
    tile('inserted', copy.inserted, job.inserted_records, 'success'),
    tile('updated', copy.updated, job.updated_records, 'info'),
    tile('unchanged', copy.unchanged, job.unchanged_records, 'neutral'),
    tile('skipped', copy.skipped, job.skipped_records, 'neutral'),
    tile('rejected', copy.rejected, job.failed_records, 'danger'),
  ]
}

function Differences({ job }: { job: ImportJob }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const names = counterNames(copy)
  if (job.differences === null) return null
  return (
    <Callout tone="warning" title={copy.differsTitle}>
      <p>{copy.differsHint}</p>
      {Object.entries(job.differences).map(([counter, difference]) => (
        <p key={counter}>
          {copy.differs(
            names[counter] ?? counter,
            format.number(difference.expected),
            format.number(difference.actual),
          )}
        </p>
      ))}
    </Callout>
  )
}

/** Follows an import to its end: progress with pause and cancel, then what it did, its rejected rows, and the way back. */
export function ImportResult(props: ImportResultProps) {
  const { job, onOpenRecords, onAnother, onSettled, className, ...rest } = props
  const copy = useImportWizardCopy()
  const words = useImportsCopy()
  const format = useFormat()
  const { data } = useImportJob(job.id)
  const now = data?.data ?? job
  const actions = useJobActions(now)
  const [undo, setUndo] = useState<ImportJob | null>(null)
  const told = useRef(false)
  const running = isRunning(now)
  const paused = now.status === 'paused'
  const ended = !running && !paused
  useEffect(() => {
    if (!ended || told.current) return
    told.current = true
    onSettled?.(now)
  })
  const { tone, icon: Icon } = statusLooks[now.status]

  return (
    <section
      aria-label={copy.resultTitle}
      {...rest}
      className={classNames('hub-stack hub-wizard-part', className)}
      data-state={now.status}
    >
      <div className="hub-row hub-spread">
        <h3 className="hub-title hub-truncate">{now.undo_of === null ? now.file_name : copy.undoing}</h3>
        <Badge
          role="status"
          tone={tone}
          icon={
            <Icon className={now.status === 'processing' ? 'hub-icon hub-spinner' : 'hub-icon'} aria-hidden />
          }
        >
          {words.statusNames[now.status]}
        </Badge>
      </div>
      {ended ? null : (
        <>
          <ProgressBar label={now.file_name} value={shareOf(now)} />
          <p className="hub-muted">{progressText(now, words, format)}</p>
        </>
      )}
      {now.status === 'failed' ? (
        <JobFailure job={now} />
      ) : (
        <CountTiles label={copy.resultTitle} tiles={tilesOf(now, copy, format.number)} />
      )}
      {ended ? <Differences job={now} /> : null}
      {actions.error === null ? null : <ErrorState error={actions.error} />}
      <div className="hub-row">
        {ended ? null : (
          <>
            {paused ? (
              <Button
                variant="primary"
                icon={<Play className="hub-icon" aria-hidden />}
                busy={actions.busy === 'resume'}
                onClick={() => void actions.resume()}
              >
                {copy.resume}
              </Button>
            ) : (
              <Button
                icon={<Pause className="hub-icon" aria-hidden />}
                busy={actions.busy === 'pause'}
                onClick={() => void actions.pause()}
              >
                {copy.pause}
              </Button>
            )}
            <Button busy={actions.busy === 'cancel'} onClick={() => void actions.cancel()}>
              {copy.cancelImport}
            </Button>
          </>
        )}
        {ended && onOpenRecords && now.imported_records > 0 ? (
          <Button variant="primary" onClick={onOpenRecords}>
            {copy.openRecords}
          </Button>
        ) : null}
        {ended && now.failed_records > 0 ? (
          <Button
            icon={<Download className="hub-icon" aria-hidden />}
            busy={actions.busy === 'report'}
            onClick={() => void actions.report()}
          >
            {copy.downloadReport}
          </Button>
        ) : null}
        {ended && onAnother ? (
          <Button icon={<Repeat className="hub-icon" aria-hidden />} onClick={onAnother}>
            {copy.importAnother}
          </Button>
        ) : null}
        {canUndo(now) && undo === null ? <UndoButton job={now} onUndone={setUndo} /> : null}
      </div>
      {canUndo(now) && undo === null && now.undo_until !== null ? (
        <p className="hub-hint">{copy.undoUntil(format.dateTime(now.undo_until))}</p>
      ) : null}
      {undo ? (
        <div className="hub-panel hub-undo">
          <ImportResult job={undo} aria-label={copy.undoing} />
        </div>
      ) : null}
    </section>
  )
}
