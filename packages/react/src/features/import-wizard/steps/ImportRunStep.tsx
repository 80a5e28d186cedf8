import { isHubApiError, type ImportJob } from '@headwater/core'
import { useCallback, useEffect, useRef, useState, type ComponentProps } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Button, Callout, classNames, ProgressBar } from '../../../ui/index.ts'
import { ImportJobCard, useImportJob, useImportsCopy } from '../../imports/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { ImportResult } from './ImportResult.tsx'

/** Sends the file and starts its import; null where the app around it stopped that. */
export type RunImport = (options: {
  signal: AbortSignal
  allowDuplicate: boolean
  /** 0 to 1, or null while the file is prepared. */
  onProgress(share: number | null): void
}) => Promise<ImportJob | null>

/** Props of {@link ImportRunStep}. */
export interface ImportRunStepProps extends Omit<ComponentProps<'div'>, 'children'> {
  /** Keep it the same function between renders: a new one starts anew. */
  run: RunImport
  onStarted?: ((job: ImportJob) => void) | undefined
  /** The import has ended. */
  onComplete?: ((job: ImportJob) => void) | undefined
  onOpenRecords?: (() => void) | undefined
  onBack(): void
  onAnother(): void
}

type Run =
  | { state: 'sending'; share: number | null }
  | { state: 'stopped' }
  | { state: 'failed'; error: unknown }
  | { state: 'duplicate'; importJobId: string }
  | { state: 'started'; job: ImportJob }

function Duplicate({
  importJobId,
  onBack,
  onAgain,
}: {
  importJobId: string
  onBack(): void
  onAgain(): void
}) {
  const words = useImportsCopy()
  const common = useCommonCopy()
  const { data } = useImportJob(importJobId)
  return (
    <>
      <Callout
        tone="warning"
        title={words.duplicateTitle}
        actions={
          <>
            <Button onClick={onBack}>{common.cancel}</Button>
            <Button onClick={onAgain}>{words.importAgain}</Button>
          </>
        }
      >
        <p>{words.duplicateText}</p>
      </Callout>
      {data ? (
        <div className="hub-panel">
          <ImportJobCard job={data.data} />
        </div>
      ) : null}
    </>
  )
}

/** Sends the file, starts the import and follows it to its end. Knows nothing of the steps around it. */
export function ImportRunStep(props: ImportRunStepProps) {
  const { run, onStarted, onComplete, onOpenRecords, onBack, onAnother, className, ...rest } = props
  const copy = useImportWizardCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [current, setCurrent] = useState<Run>({ state: 'sending', share: null })
  const controller = useRef<AbortController | null>(null)
  const heard = useRef({ onStarted })
  heard.current = { onStarted }

  const begin = useCallback(
    (allowDuplicate: boolean) => {
      controller.current?.abort()
      const own = new AbortController()
      controller.current = own
      setCurrent({ state: 'sending', share: null })
      const onProgress = (share: number | null) => {
        if (!own.signal.aborted) setCurrent({ state: 'sending', share })
      }
      run({ signal: own.signal, allowDuplicate, onProgress }).then(
        (job) => {
          if (own.signal.aborted) return
          setCurrent(job ? { state: 'started', job } : { state: 'stopped' })
          if (job) heard.current.onStarted?.(job)
        },
        (error: unknown) => {
          if (own.signal.aborted) return
          const id = isHubApiError(error) && error.code === 'IMPORT_DUPLICATE' ? error.importJobId : null
          setCurrent(id === null ? { state: 'failed', error } : { state: 'duplicate', importJobId: id })
        },
      )
    },
    [run],
  )
  useEffect(() => {
    // Under strict mode the first of two runs is left before it sends anything.
    const timer = setTimeout(() => begin(false), 0)
    return () => {
      clearTimeout(timer)
      controller.current?.abort()
    }
  }, [begin])

  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)} data-state={current.state}>
      {current.state === 'sending' ? (
        <>
          <ProgressBar label={copy.sending} value={current.share} />
          <p className="hub-muted" aria-live="polite">
            {current.share === null
              ? copy.preparing
              : current.share >= 1
                ? copy.starting
                : `${copy.sending} ${format.percent(Math.round(current.share * 100) / 100)}`}
          </p>
          <div className="hub-row hub-form-actions">
            <Button onClick={onBack}>{common.cancel}</Button>
          </div>
        </>
      ) : null}
      {current.state === 'stopped' ? (
        <Callout tone="warning" actions={<Button onClick={onBack}>{copy.back}</Button>}>
          <p>{copy.stoppedByHost}</p>
        </Callout>
      ) : null}
      {current.state === 'failed' ? (
        <>
          <ErrorState error={current.error} onRetry={() => begin(false)} />
          <div className="hub-row hub-form-actions">
            <Button onClick={onBack}>{copy.back}</Button>
          </div>
        </>
      ) : null}
      {current.state === 'duplicate' ? (
        <Duplicate importJobId={current.importJobId} onBack={onBack} onAgain={() => begin(true)} />
      ) : null}
      {current.state === 'started' ? (
        <ImportResult
          job={current.job}
          onSettled={onComplete}
          onOpenRecords={onOpenRecords}
          onAnother={onAnother}
        />
      ) : null}
    </div>
  )
}
