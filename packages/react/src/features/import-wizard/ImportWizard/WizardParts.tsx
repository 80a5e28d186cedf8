import type { DataModel } from '@headwater/core'
import { useCallback, useEffect, useMemo, useRef, useState, type Dispatch, type SetStateAction } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button, Callout } from '../../../ui/index.ts'
import { useImportJob, useImportsCopy } from '../../imports/index.ts'
import { createHostValidation } from '../fixes/host-validation.ts'
import { checkFile, validRowsOf, type CheckedFile } from '../reader/check-file.ts'
import type { ImportReader } from '../reader/create-import-reader.ts'
import type { CheckProgress } from '../reader/reader-types.ts'
import { ImportColumnsStep } from '../steps/ImportColumnsStep.tsx'
import { ImportFixStep } from '../steps/ImportFixStep.tsx'
import { ImportPolicyStep, type DryRunState } from '../steps/ImportPolicyStep.tsx'
import { ImportReadingStep } from '../steps/ImportReadingStep.tsx'
import { ImportRunStep, type RunImport } from '../steps/ImportRunStep.tsx'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { fileTroubleOf } from './file-trouble.ts'
import { useWizardRun } from './use-wizard-run.ts'
import type { useWizardSource } from './use-wizard-source.ts'
import type { WizardHooks } from './wizard-hooks.ts'
import { firstState, readingOf, settingsKey, type WizardSource, type WizardState } from './wizard-state.ts'

/** Props of {@link WizardParts}. */
export interface WizardPartsProps extends WizardHooks {
  model: DataModel
  source: WizardSource
  state: WizardState
  setState: Dispatch<SetStateAction<WizardState>>
  reader: () => ImportReader
  opening: ReturnType<typeof useWizardSource>
}

function Remembered({ state, setState }: Pick<WizardPartsProps, 'state' | 'setState'>) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { remembered } = state
  if (!remembered) return null
  const { saved, source, plan } = remembered
  return (
    <Callout
      tone="info"
      title={copy.rememberedTitle}
      actions={
        <>
          <Button onClick={() => setState({ ...state, remembered: null })}>{copy.forgetRemembered}</Button>
          <Button
            variant="primary"
            onClick={() =>
              setState({
                ...state,
                step: 'fix',
                remembered: null,
                source,
                plan,
                checked: null,
                policy: saved.policy ?? state.policy,
              })
            }
          >
            {copy.useRemembered}
          </Button>
        </>
      }
    >
      <p>{copy.rememberedText(format.age(saved.used_at))}</p>
    </Callout>
  )
}

function Fix(props: WizardPartsProps) {
  const { model, source, state, setState, reader, onRowValidate, rowValidateTimeoutMs } = props
  const copy = useImportWizardCopy()
  const words = useImportsCopy()
  const { plan } = state.plan
  // An app may hand in another function with each render: the check goes on with the newest.
  const latest = useRef({ reader, onRowValidate })
  latest.current = { reader, onRowValidate }
  const validates = onRowValidate !== undefined
  const host = useMemo(
    () =>
      validates
        ? createHostValidation({
            validate: (batch) => latest.current.onRowValidate?.(batch) ?? [],
            timeoutMs: rowValidateTimeoutMs,
          })
        : undefined,
    [validates, rowValidateTimeoutMs],
  )
  const check = useCallback(
    (signal: AbortSignal, onProgress: (progress: CheckProgress) => void) =>
      checkFile({
        reader: latest.current.reader(),
        file: source.file,
        start: source.start,
        reading: readingOf(source),
        fields: model.fields,
        plan,
        host,
        signal,
        onProgress,
      }),
    [source, model, plan, host],
  )
  const onChecked = useCallback(
    (checked: CheckedFile) => setState((before) => ({ ...before, checked })),
    [setState],
  )
  const troubleOf = useCallback((error: unknown) => fileTroubleOf(error, copy, words), [copy, words])
  return (
    <ImportFixStep
      checked={state.checked}
      check={check}
      onChecked={onChecked}
      troubleOf={troubleOf}
      onBack={() => setState({ ...state, step: 'columns' })}
      onContinue={() => setState({ ...state, step: 'policy' })}
    />
  )
}

function Policy(props: WizardPartsProps & { checked: CheckedFile; run: ReturnType<typeof useWizardRun> }) {
  const { model, state, setState, checked, run } = props
  const [trying, setTrying] = useState<DryRunState>({ state: 'none' })
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => controller.current?.abort(), [])
  const { dryRun } = state
  const { plan } = state.plan

  function dryRunNow(): void {
    controller.current?.abort()
    const own = new AbortController()
    controller.current = own
    const onProgress = (share: number | null) => {
      if (!own.signal.aborted) setTrying({ state: 'preparing', share })
    }
    onProgress(null)
    const settings = settingsKey(state)
    run.dryRun(state, { signal: own.signal, onProgress }).then(
      (job) => {
        if (own.signal.aborted) return
        setTrying({ state: 'none' })
        setState((before) => ({ ...before, dryRun: { job, settings } }))
      },
      (error: unknown) => {
        if (!own.signal.aborted) setTrying({ state: 'failed', error })
      },
    )
  }

  const shown: DryRunState =
    trying.state === 'none' && dryRun
      ? { state: 'started', job: dryRun.job, stale: dryRun.settings !== settingsKey(state) }
      : trying
  return (
    <>
      {dryRun ? (
        <FollowDryRun key={dryRun.job.id} state={state} setState={setState} id={dryRun.job.id} />
      ) : null}
      <ImportPolicyStep
        fields={model.fields}
        filled={Object.keys(plan)}
        rows={validRowsOf(checked)}
        value={state.policy}
        onChange={(policy) => setState({ ...state, policy })}
        dryRun={shown}
        onDryRun={dryRunNow}
        onBack={() => setState({ ...state, step: 'fix' })}
        onContinue={() => setState({ ...state, step: 'import' })}
      />
    </>
  )
}

/** Keeps the dry run as it was last heard of: the import names it only once it is complete. */
function FollowDryRun({ id, setState }: Pick<WizardPartsProps, 'state' | 'setState'> & { id: string }) {
  const { data } = useImportJob(id)
  const job = data?.data
  useEffect(() => {
    if (!job) return
    setState((before) =>
      before.dryRun && before.dryRun.job.id === job.id && before.dryRun.job.status !== job.status
        ? { ...before, dryRun: { ...before.dryRun, job } }
        : before,
    )
  }, [job, setState])
  return null
}

function Run(props: WizardPartsProps & { run: ReturnType<typeof useWizardRun> }) {
  const { model, state, setState, run, onStarted, onComplete, onOpenRecords } = props
  const latest = useRef({ state, run })
  latest.current = { state, run }
  const begin = useCallback<RunImport>(
    (sending) => latest.current.run.start(latest.current.state, sending),
    [],
  )
  return (
    <ImportRunStep
      run={begin}
      onStarted={onStarted}
      onComplete={onComplete}
      onOpenRecords={onOpenRecords ? () => onOpenRecords(model) : undefined}
      onBack={() => setState({ ...state, step: 'policy' })}
      onAnother={() => setState(firstState)}
    />
  )
}

/** The steps after the file. */
export default function WizardParts(props: WizardPartsProps) {
  const { model, source, state, setState, reader, opening, onBeforeImport } = props
  const run = useWizardRun({ model, reader, onBeforeImport })
  switch (state.step) {
    case 'file':
      return null
    case 'reading':
      return (
        <>
          <Remembered state={state} setState={setState} />
          <ImportReadingStep
            start={source.start}
            chosen={source.workbook ? {} : source.chosen}
            busy={opening.busy !== null}
            trouble={opening.trouble}
            workbook={source.workbook}
            onSheet={opening.chooseSheet}
            onChange={opening.chooseReading}
            onBack={() => setState({ ...state, step: 'file' })}
            onContinue={() => setState({ ...state, step: 'columns' })}
          />
        </>
      )
    case 'columns':
      return (
        <ImportColumnsStep
          fields={model.fields}
          start={source.start}
          value={state.plan}
          onChange={(plan) => setState({ ...state, plan, checked: null })}
          onBack={() => setState({ ...state, step: 'reading' })}
          onContinue={() => setState({ ...state, step: 'fix' })}
        />
      )
    case 'fix':
      return <Fix {...props} />
    case 'policy':
      return state.checked ? <Policy {...props} checked={state.checked} run={run} /> : <Fix {...props} />
    case 'import':
      return <Run {...props} run={run} />
  }
}
