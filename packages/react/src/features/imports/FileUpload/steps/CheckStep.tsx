import type { OnInvalid } from '@headwater/core'
import { useEffect, useId, useState } from 'react'
import { useFormat } from '../../../../provider/index.ts'
import { Button, Callout, ProgressBar } from '../../../../ui/index.ts'
import type { FileCheck } from '../../import-engine.ts'
import { useImportsCopy } from '../../use-imports-copy.ts'
import type { FileFault } from './FileStep.tsx'

/** Where the check of a file stands. */
type CheckState =
  | { state: 'running'; check: FileCheck; share: number }
  | { state: 'done'; check: FileCheck }
  | { state: 'unreadable'; fault: FileFault }

const nothingChecked: FileCheck = { checked: 0, invalid: 0, problems: [] }

function Problems({ check }: { check: FileCheck }) {
  const copy = useImportsCopy()
  const format = useFormat()
  const rest = check.invalid - check.problems.length
  return (
    <section className="hub-stack" style={{ gap: 8 }} aria-label={copy.firstProblems}>
      <h4 className="hub-label">{copy.firstProblems}</h4>
      <ul className="hub-panel hub-problems" tabIndex={0}>
        {check.problems.map(({ rowNumber, issues }) => (
          <li key={rowNumber}>
            <span className="hub-problem-row">{copy.row(format.number(rowNumber))}</span>
            <span>{issues.map(copy.rowReason).join(' ')}</span>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="hub-hint">{copy.moreProblems(format.number(rest))}</p> : null}
    </section>
  )
}

function OnInvalidChoice(props: { value: OnInvalid; valid: number; onChange(value: OnInvalid): void }) {
  const { value, valid, onChange } = props
  const copy = useImportsCopy()
  const format = useFormat()
  const name = useId()
  const options: [OnInvalid, string][] = [
    ['skip', copy.skipInvalid(format.number(valid))],
    ['block', copy.blockInvalid],
  ]
  return (
    <fieldset className="hub-stack" style={{ gap: 0 }}>
      <legend className="hub-label">{copy.onInvalidLabel}</legend>
      {options.map(([option, label]) => (
        <label key={option} className="hub-checkbox">
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          {label}
        </label>
      ))}
      {value === 'block' ? <p className="hub-hint">{copy.blockHint}</p> : null}
    </fieldset>
  )
}

/** Props of {@link CheckStep}. */
export interface CheckStepProps {
  /** Checks the file. A new function starts anew. */
  run(signal: AbortSignal, onProgress: (check: FileCheck, share: number) => void): Promise<FileCheck>
  faultOf(error: unknown): FileFault
  onBack(): void
  onContinue(check: FileCheck, onInvalid: OnInvalid): void
}

/** Checks every row before anything is sent, and asks what to do with those that fail. */
export function CheckStep({ run, faultOf, onBack, onContinue }: CheckStepProps) {
  const copy = useImportsCopy()
  const format = useFormat()
  const [current, setCurrent] = useState<CheckState>({ state: 'running', check: nothingChecked, share: 0 })
  const [onInvalid, setOnInvalid] = useState<OnInvalid>('skip')

  useEffect(() => {
    const controller = new AbortController()
    setCurrent({ state: 'running', check: nothingChecked, share: 0 })
    run(controller.signal, (check, share) => setCurrent({ state: 'running', check, share })).then(
      (check) => {
        if (!controller.signal.aborted) setCurrent({ state: 'done', check })
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setCurrent({ state: 'unreadable', fault: faultOf(error) })
      },
    )
    return () => controller.abort()
  }, [run, faultOf])

  if (current.state === 'unreadable')
    return (
      <div className="hub-stack">
        <Callout tone="danger" title={current.fault.title}>
          <p>{current.fault.message}</p>
        </Callout>
        <div className="hub-row hub-form-actions">
          <Button onClick={onBack}>{copy.back}</Button>
        </div>
      </div>
    )

  const { check } = current
  const done = current.state === 'done'
  const valid = check.checked - check.invalid
  const tone = check.invalid === 0 ? 'success' : valid === 0 ? 'danger' : 'warning'
  return (
    <div className="hub-stack">
      <h3 className="hub-title">{copy.checkTitle}</h3>
      {done ? (
        <Callout tone={tone}>
          <p>
            {check.invalid === 0
              ? copy.allValid(format.number(check.checked))
              : copy.someInvalid(format.number(check.invalid), format.number(check.checked))}
          </p>
          {valid === 0 ? <p>{copy.noneValid}</p> : null}
        </Callout>
      ) : (
        <div className="hub-stack" style={{ gap: 8 }}>
          <ProgressBar label={copy.checkTitle} value={current.share} />
          <p className="hub-muted">{copy.checking(format.number(check.checked))}</p>
        </div>
      )}
      {check.invalid > 0 ? <Problems check={check} /> : null}
      {done && check.invalid > 0 && valid > 0 ? (
        <OnInvalidChoice value={onInvalid} valid={valid} onChange={setOnInvalid} />
      ) : null}
      <div className="hub-row hub-form-actions">
        <Button onClick={onBack}>{done ? copy.back : copy.stopChecking}</Button>
        <Button
          variant="primary"
          busy={!done}
          disabled={done && (valid === 0 || (onInvalid === 'block' && check.invalid > 0))}
          onClick={() => onContinue(check, onInvalid)}
        >
          {copy.startImport(format.number(valid))}
        </Button>
      </div>
    </div>
  )
}
