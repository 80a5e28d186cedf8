import type { DataModel, ImportJob, ImportMapping, OnInvalid } from '@headwater/core'
import { useCallback, useMemo } from 'react'
import { ModelBuilder } from '../../data-models/index.ts'
import { checkFile, matchHead, SURE_CONFIDENCE, type FileCheck } from '../import-engine.ts'
import { useImportsCopy } from '../use-imports-copy.ts'
import type { ChosenFile, Flow } from './flow.ts'
import { fileFaultOf } from './read-chosen.ts'
import { CheckStep } from './steps/CheckStep.tsx'
import { ColumnsStep, type ColumnChoice } from './steps/ColumnsStep.tsx'
import { ImportStep, type StartImport } from './steps/ImportStep.tsx'

/** What starts an import of a file that was checked. */
type Start = (
  job: { chosen: ChosenFile; model: DataModel; mapping: ImportMapping; onInvalid: OnInvalid },
  options: Parameters<StartImport>[0],
) => Promise<ImportJob>

/** Props of {@link FlowSteps}. */
export interface FlowStepsProps {
  flow: Exclude<Flow, { step: 'file' }>
  start: Start
  onFlow(flow: Flow): void
  onModelCreated: ((model: DataModel) => void) | undefined
  onImportStarted: ((job: ImportJob) => void) | undefined
  onOpenRecords: ((model: DataModel) => void) | undefined
}

type At<Step extends Flow['step']> = Extract<Flow, { step: Step }>

/** What columns begin with: the mapping that was chosen before, or what names and values say. */
function choicesOf({ chosen, model, mapping }: At<'columns'>): ColumnChoice[] {
  if (mapping) {
    const fields = new Map(Object.entries(mapping).map(([field, column]) => [column, field]))
    return chosen.head.columns.map((column) => {
      const field = fields.get(column) ?? null
      return { column, field, state: field === null ? 'leftOut' : 'chosen' }
    })
  }
  return matchHead(model.fields, chosen.head).matches.map(({ column, field, confidence }) => ({
    column,
    field,
    state: field === null ? 'leftOut' : confidence >= SURE_CONFIDENCE ? 'sure' : 'likely',
  }))
}

/** The mapping of a proposed model after its fields were edited: by field id, since names may have changed. */
function mappingAfterEdit({ proposal, columns }: At<'model'>, model: DataModel): ImportMapping {
  const columnById = new Map(proposal.fields.map(({ id, name }) => [id, columns[name]]))
  return Object.fromEntries(
    model.fields.flatMap(({ id, name }) => {
      const column = columnById.get(id)
      return column === undefined ? [] : [[name, column]]
    }),
  )
}

function Columns({ flow, onFlow }: Pick<FlowStepsProps, 'onFlow'> & { flow: At<'columns'> }) {
  const { chosen, model } = flow
  const choices = useMemo(() => choicesOf(flow), [flow])
  return (
    <ColumnsStep
      fields={model.fields}
      head={chosen.head}
      choices={choices}
      onBack={() => onFlow({ step: 'file' })}
      onContinue={(mapping) => onFlow({ step: 'check', chosen, model, mapping })}
    />
  )
}

function Check({ flow, onFlow }: Pick<FlowStepsProps, 'onFlow'> & { flow: At<'check'> }) {
  const copy = useImportsCopy()
  const { chosen, model, mapping } = flow
  const run = useCallback(
    (signal: AbortSignal, onProgress: (check: FileCheck, share: number) => void) =>
      checkFile({
        file: chosen.file,
        fileType: chosen.fileType,
        fields: model.fields,
        mapping,
        signal,
        onProgress: (check, readBytes) => onProgress(check, Math.min(1, readBytes / chosen.file.size)),
      }),
    [chosen, model, mapping],
  )
  const faultOf = useCallback((error: unknown) => fileFaultOf(error, copy), [copy])
  return (
    <CheckStep
      run={run}
      faultOf={faultOf}
      onBack={() => onFlow({ step: 'columns', chosen, model, mapping })}
      onContinue={(check, onInvalid) => onFlow({ ...flow, step: 'import', check, onInvalid })}
    />
  )
}

function Import(props: FlowStepsProps & { flow: At<'import'> }) {
  const { flow, start, onFlow, onImportStarted, onOpenRecords } = props
  const { chosen, model, mapping, onInvalid } = flow
  const run = useCallback<StartImport>(
    (options) => start({ chosen, model, mapping, onInvalid }, options),
    [start, chosen, model, mapping, onInvalid],
  )
  const started = useCallback((job: ImportJob) => onImportStarted?.(job), [onImportStarted])
  return (
    <ImportStep
      sizeBytes={chosen.file.size}
      start={run}
      onStarted={started}
      onOpenRecords={onOpenRecords ? () => onOpenRecords(model) : undefined}
      onBack={() => onFlow({ step: 'check', chosen, model, mapping })}
      onAgain={() => onFlow({ step: 'file' })}
    />
  )
}

/** The steps after the file, and what each leads to. */
export default function FlowSteps(props: FlowStepsProps) {
  const { flow, onFlow, onModelCreated } = props
  const copy = useImportsCopy()
  if (flow.step === 'model')
    return (
      <div className="hub-stack">
        <p className="hub-muted">{copy.modelHint}</p>
        <ModelBuilder
          title={copy.modelTitle}
          initialModel={flow.proposal}
          submitLabel={copy.saveModel}
          onCancel={() => onFlow({ step: 'file' })}
          onSaved={(model) => {
            onModelCreated?.(model)
            onFlow({ step: 'columns', chosen: flow.chosen, model, mapping: mappingAfterEdit(flow, model) })
          }}
        />
      </div>
    )
  if (flow.step === 'columns') return <Columns flow={flow} onFlow={onFlow} />
  if (flow.step === 'check') return <Check flow={flow} onFlow={onFlow} />
  return <Import {...props} flow={flow} />
}
