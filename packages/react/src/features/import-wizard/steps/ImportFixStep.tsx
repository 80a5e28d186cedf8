import { useEffect, useState, useSyncExternalStore, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button, Callout, classNames, ProgressBar } from '../../../ui/index.ts'
import type { CheckedFile } from '../reader/check-file.ts'
import type { CheckProgress } from '../reader/reader-types.ts'
import { RowFixer } from '../RowFixer/RowFixer.tsx'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import type { FileTrouble } from './ImportFileStep.tsx'

/** Props of {@link ImportFixStep}. */
export interface ImportFixStepProps extends Omit<ComponentProps<'div'>, 'children'> {
  /** What the check found; null checks the file anew. */
  checked: CheckedFile | null
  /** Checks the file. Keep it the same function between renders. */
  check(signal: AbortSignal, onProgress: (progress: CheckProgress) => void): Promise<CheckedFile>
  onChecked(checked: CheckedFile): void
  troubleOf(error: unknown): FileTrouble
  onBack?: (() => void) | undefined
  onContinue(checked: CheckedFile): void
}

function Checked({
  checked,
  onAgain,
  onBack,
  onContinue,
}: {
  checked: CheckedFile
  onAgain(): void
  onBack: (() => void) | undefined
  onContinue(): void
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { result, fixes, beyond, unanswered } = checked
  useSyncExternalStore(fixes.subscribe, fixes.version, fixes.version)
  const { problems, checking } = fixes.counts()
  const left = problems + beyond
  const valid = result.checked - left
  return (
    <>
      <Callout tone={left === 0 ? 'success' : valid === 0 ? 'danger' : 'warning'}>
        <p>
          {left === 0
            ? copy.allRowsValid(format.number(result.checked))
            : copy.someRowsFail(format.number(left), format.number(result.checked))}
        </p>
      </Callout>
      {unanswered.length > 0 ? (
        <Callout
          tone="warning"
          title={copy.hostFailedTitle(format.number(unanswered.length))}
          actions={<Button onClick={onAgain}>{copy.hostRetry}</Button>}
        >
          <p>{copy.hostFailed}</p>
        </Callout>
      ) : null}
      {fixes.rowCount > 0 ? <RowFixer fixes={fixes} /> : null}
      {beyond > 0 ? <p className="hub-hint">{copy.moreFailing(format.number(beyond))}</p> : null}
      <div className="hub-row hub-form-actions">
        {onBack ? <Button onClick={onBack}>{copy.back}</Button> : null}
        <Button variant="primary" disabled={valid === 0} busy={checking > 0} onClick={onContinue}>
          {left === 0 ? copy.toPolicy : copy.toPolicyWithout(format.number(left), left)}
        </Button>
      </div>
    </>
  )
}

/** Checks every row, and lets a person mend those that fail. Knows nothing of the steps around it. */
export function ImportFixStep(props: ImportFixStepProps) {
  const { checked, check, onChecked, troubleOf, onBack, onContinue, className, ...rest } = props
  const copy = useImportWizardCopy()
  const format = useFormat()
  const [progress, setProgress] = useState<CheckProgress>({ checked: 0, invalid: 0, share: 0 })
  const [trouble, setTrouble] = useState<FileTrouble | null>(null)
  const [round, setRound] = useState(0)
  const isOpen = checked === null || round > 0

  useEffect(() => {
    if (!isOpen) return
    const controller = new AbortController()
    setTrouble(null)
    check(controller.signal, (next) => {
      if (!controller.signal.aborted) setProgress(next)
    }).then(
      (found) => {
        if (controller.signal.aborted) return
        setRound(0)
        onChecked(found)
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setTrouble(troubleOf(error))
      },
    )
    return () => controller.abort()
  }, [isOpen, round, check, onChecked, troubleOf])

  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)}>
      <h3 className="hub-title">{copy.fixTitle}</h3>
      {trouble ? (
        <>
          <Callout tone="danger" title={trouble.title}>
            <p>{trouble.message}</p>
          </Callout>
          <div className="hub-row hub-form-actions">
            {onBack ? <Button onClick={onBack}>{copy.back}</Button> : null}
          </div>
        </>
      ) : checked && round === 0 ? (
        <Checked
          checked={checked}
          onAgain={() => setRound(1)}
          onBack={onBack}
          onContinue={() => onContinue(checked)}
        />
      ) : (
        <>
          <div className="hub-stack" style={{ gap: 8 }}>
            <ProgressBar label={copy.fixTitle} value={progress.share} />
            <p className="hub-muted">{copy.checkingRows(format.number(progress.checked))}</p>
          </div>
          <div className="hub-row hub-form-actions">
            {onBack ? <Button onClick={onBack}>{copy.stopChecking}</Button> : null}
          </div>
        </>
      )}
    </div>
  )
}
