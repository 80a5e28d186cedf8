import type { DataModel } from '@headwater/core'
import { lazy, Suspense, useEffect, useRef, useState, type ComponentProps } from 'react'
import { useCommonCopy, useFormat, useHub } from '../../../provider/index.ts'
import { Button, classNames, Steps } from '../../../ui/index.ts'
import { ImportFileStep } from '../steps/ImportFileStep.tsx'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { useImportReader, useWizardSource } from './use-wizard-source.ts'
import type { WizardHooks } from './wizard-hooks.ts'
import { firstState, wizardSteps, type WizardState } from './wizard-state.ts'

// What comes after a file was dropped is loaded then.
const WizardParts = lazy(() => import('./WizardParts.tsx'))

/** Props of {@link ImportWizard}. */
export interface ImportWizardProps extends Omit<ComponentProps<'section'>, 'children'>, WizardHooks {
  /** The model to import into. */
  model: DataModel
}

/**
 * Imports a file step by step: how it is read, which columns fill which fields through which steps, rows mended before they are sent, what is done
 * to records that are there, tried before it is done, and taken back afterwards. Going back keeps everything; nothing is sent before the try
 * or the import.
 *
 * @example
 * <ImportWizard model={model} onComplete={(job) => console.log(job.inserted_records)} />
 */
export function ImportWizard(props: ImportWizardProps) {
  const {
    model,
    onBeforeImport,
    onRowValidate,
    rowValidateTimeoutMs,
    onStarted,
    onComplete,
    onOpenRecords,
    className,
    ...rest
  } = props
  const hub = useHub()
  const copy = useImportWizardCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [state, setState] = useState<WizardState>(firstState)
  const reader = useImportReader()
  const opening = useWizardSource({ model, reader, state, setState })
  const { source, step } = state
  const body = useRef<HTMLDivElement>(null)
  const shown = useRef(step)
  // What had the focus is gone with its step: the next one takes it, and is named.
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    body.current?.focus()
  }, [step])

  return (
    <section
      aria-label={copy.wizardLabel}
      {...rest}
      className={classNames('hub-stack hub-wizard', className)}
      data-step={step}
    >
      <Steps
        label={copy.stepsLabel}
        steps={wizardSteps}
        current={step}
        names={copy.stepNames}
        doneLabel={copy.stepDone}
        onGo={step === 'import' ? undefined : (next) => setState({ ...state, step: next })}
      />
      <div
        ref={body}
        tabIndex={-1}
        role="group"
        aria-label={copy.stepNames[step]}
        className="hub-stack hub-wizard-body"
      >
        {step === 'file' || !source ? (
          <>
            <ImportFileStep
              model={model}
              maxBytes={hub.maxImportBytes}
              trouble={opening.trouble}
              reading={opening.busy}
              onFiles={opening.take}
            />
            {source ? (
              <div className="hub-row hub-form-actions">
                <Button onClick={() => setState({ ...state, step: 'reading' })}>{source.fileName}</Button>
              </div>
            ) : null}
          </>
        ) : (
          <>
            <div className="hub-row hub-file">
              <strong className="hub-truncate" title={source.original.name}>
                {source.original.name}
              </strong>
              <span className="hub-hint">
                {copy.fileFacts(
                  format.bytes(source.original.size),
                  format.number(source.start.columns.length),
                )}
              </span>
              {step === 'import' ? null : (
                <Button variant="ghost" onClick={() => setState({ ...state, step: 'file' })}>
                  {copy.changeFile}
                </Button>
              )}
            </div>
            <Suspense fallback={<p className="hub-muted">{common.loading}</p>}>
              <WizardParts
                model={model}
                source={source}
                state={state}
                setState={setState}
                reader={reader}
                opening={opening}
                onBeforeImport={onBeforeImport}
                onRowValidate={onRowValidate}
                rowValidateTimeoutMs={rowValidateTimeoutMs}
                onStarted={onStarted}
                onComplete={onComplete}
                onOpenRecords={onOpenRecords}
              />
            </Suspense>
          </>
        )}
      </div>
    </section>
  )
}
