import { isHubApiError, type ImportJob } from '@headwater/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../../provider/index.ts'
import { Button, Callout, ProgressBar } from '../../../../ui/index.ts'
import { ImportJobCard } from '../../ImportJobsMonitor/ImportJobCard.tsx'
import { isRunning, useImportJob } from '../../use-import-jobs.ts'
import { useImportsCopy } from '../../use-imports-copy.ts'

/** What sends the file and starts its import. */
export type StartImport = (options: {
  signal: AbortSignal
  allowDuplicate: boolean
  onProgress(loadedBytes: number): void
}) => Promise<ImportJob>

/** Where the start of an import stands. */
type Start =
  | { state: 'sending'; loadedBytes: number }
  | { state: 'failed'; error: unknown }
  | { state: 'duplicate'; importJobId: string | null }
  | { state: 'started'; job: ImportJob }

function JobProgress({
  job,
  onOpenRecords,
  onAgain,
}: {
  job: ImportJob
  onOpenRecords?: (() => void) | undefined
  onAgain(): void
}) {
  const copy = useImportsCopy()
  const { data } = useImportJob(job.id)
  const now = data?.data ?? job
  return (
    <div className="hub-panel">
      <ImportJobCard
        job={now}
        defaultOpen
        actions={
          isRunning(now) ? null : (
            <>
              {onOpenRecords && now.imported_records > 0 ? (
                <Button variant="primary" onClick={onOpenRecords}>
                  {copy.openRecords}
                </Button>
              ) : null}
              <Button onClick={onAgain}>{copy.importAnother}</Button>
            </>
          )
        }
      />
    </div>
  )
}

/** Shows the import that took the file before, and offers to take it again. */
function Duplicate(props: { importJobId: string; onAgain(): void; onBack(): void }) {
  const copy = useImportsCopy()
  const common = useCommonCopy()
  const { data } = useImportJob(props.importJobId)
  const earlier = data?.data
  const running = earlier !== undefined && isRunning(earlier)
  return (
    <div className="hub-stack">
      <Callout
        tone="warning"
        title={copy.duplicateTitle}
        actions={
          <>
            <Button onClick={props.onBack}>{common.cancel}</Button>
            {running ? null : <Button onClick={props.onAgain}>{copy.importAgain}</Button>}
          </>
        }
      >
        <p>{running ? copy.duplicateRunning : copy.duplicateText}</p>
      </Callout>
      {earlier ? (
        <div className="hub-panel">
          <ImportJobCard job={earlier} />
        </div>
      ) : null}
    </div>
  )
}

/** Props of {@link ImportStep}. */
export interface ImportStepProps {
  sizeBytes: number
  start: StartImport
  onStarted(job: ImportJob): void
  onOpenRecords?: (() => void) | undefined
  onBack(): void
  /** Begins with another file. */
  onAgain(): void
}

/** Sends the file, starts the import and follows it. */
export function ImportStep({ sizeBytes, start, onStarted, onOpenRecords, onBack, onAgain }: ImportStepProps) {
  const copy = useImportsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [current, setCurrent] = useState<Start>({ state: 'sending', loadedBytes: 0 })
  const controller = useRef<AbortController | null>(null)

  const run = useCallback(
    (allowDuplicate: boolean) => {
      controller.current?.abort()
      const own = new AbortController()
      controller.current = own
      setCurrent({ state: 'sending', loadedBytes: 0 })
      start({
        signal: own.signal,
        allowDuplicate,
        onProgress: (loadedBytes) => setCurrent({ state: 'sending', loadedBytes }),
      }).then(
        (job) => {
          onStarted(job)
          if (!own.signal.aborted) setCurrent({ state: 'started', job })
        },
        (error: unknown) => {
          if (own.signal.aborted) return
          if (isHubApiError(error) && error.code === 'IMPORT_DUPLICATE')
            setCurrent({ state: 'duplicate', importJobId: error.importJobId })
          else setCurrent({ state: 'failed', error })
        },
      )
    },
    [start, onStarted],
  )
  useEffect(() => {
    run(false)
    return () => controller.current?.abort()
  }, [run])

  if (current.state === 'started')
    return <JobProgress job={current.job} onOpenRecords={onOpenRecords} onAgain={onAgain} />
  if (current.state === 'duplicate' && current.importJobId !== null)
    return <Duplicate importJobId={current.importJobId} onAgain={() => run(true)} onBack={onBack} />
  if (current.state === 'sending') {
    const sent = sizeBytes === 0 ? 1 : current.loadedBytes / sizeBytes
    return (
      <div className="hub-stack">
        <ProgressBar label={copy.uploading} value={sent >= 1 ? null : sent} />
        <p className="hub-muted" aria-live="polite">
          {sent >= 1
            ? copy.starting
            : `${copy.uploading}: ${format.bytes(current.loadedBytes)} / ${format.bytes(sizeBytes)}`}
        </p>
        <div className="hub-row hub-form-actions">
          <Button onClick={onBack}>{common.cancel}</Button>
        </div>
      </div>
    )
  }
  return (
    <div className="hub-stack">
      <ErrorState error={current.state === 'failed' ? current.error : null} onRetry={() => run(false)} />
      <div className="hub-row hub-form-actions">
        <Button onClick={onBack}>{copy.back}</Button>
      </div>
    </div>
  )
}
