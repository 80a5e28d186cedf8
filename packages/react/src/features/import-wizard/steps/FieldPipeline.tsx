import type { FieldPlan, ModelField, TransformStep } from '@headwater/core'
import type { ColumnType } from '@headwater/core/inference'
import { ArrowDown, ArrowUp, Plus, Trash2, X } from 'lucide-react'
import { Button, Callout, IconButton, Menu, SelectField, TextField } from '../../../ui/index.ts'
import { useFormat } from '../../../provider/index.ts'
import type { PreviewRow } from '../reader/reader-types.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { previewField, type usePlanEngine } from './plan-preview.ts'
import { newStep, StepEditor } from './step-editors.tsx'

/** Props of {@link FieldPipeline}. */
export interface FieldPipelineProps {
  field: ModelField
  plan: FieldPlan
  columns: readonly string[]
  rows: readonly PreviewRow[]
  type: ColumnType | undefined
  engine: ReturnType<typeof usePlanEngine>
  onChange(plan: FieldPlan): void
}

const SAMPLE_ROWS = 3

const kindsFor: Record<ModelField['type'], readonly TransformStep['kind'][]> = {
  text: ['trim', 'case', 'split', 'extract', 'map_values', 'default'],
  number: ['number_format', 'extract', 'split', 'map_values', 'default'],
  date: ['date_format', 'extract', 'split', 'default'],
  email: ['trim', 'case', 'extract', 'split', 'default'],
  phone: ['phone_region', 'extract', 'split', 'default'],
  boolean: ['map_values', 'default'],
  url: ['trim', 'extract', 'split', 'default'],
  select: ['map_values', 'case', 'split', 'extract', 'default'],
}

function ValueLine({ label, values }: { label: string; values: readonly string[] }) {
  const copy = useImportWizardCopy()
  return (
    <p className="hub-step-values" title={label}>
      <span className="hub-visually-hidden">{label}: </span>
      {values.map((value, index) => (
        <span key={index} className="hub-step-value" data-blank={value === '' ? '' : undefined}>
          {value === '' ? copy.blankValue : value.slice(0, 80)}
        </span>
      ))}
    </p>
  )
}

/** The columns and steps that fill one field, with what each makes of the first values. */
export function FieldPipeline({ field, plan, columns, rows, type, engine, onChange }: FieldPipelineProps) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { steps } = plan
  const preview = previewField(engine, plan, rows.slice(0, SAMPLE_ROWS))
  const samples = preview.state === 'ready' ? preview.rows : []
  const setSteps = (next: TransformStep[]) => onChange({ ...plan, steps: next })
  const free = columns.filter((column) => !plan.columns.includes(column))

  function move(from: number, by: 1 | -1): void {
    const next = [...steps]
    const [step] = next.splice(from, 1)
    if (step) next.splice(from + by, 0, step)
    setSteps(next)
  }

  return (
    <div className="hub-pipeline">
      {plan.columns.length > 1 ? (
        <div className="hub-row">
          {plan.columns.map((column) => (
            <Button
              key={column}
              aria-label={copy.removeColumn(column)}
              onClick={() => onChange({ ...plan, columns: plan.columns.filter((other) => other !== column) })}
            >
              {column}
              <X className="hub-icon" aria-hidden />
            </Button>
          ))}
          <TextField
            className="hub-join"
            label={copy.join}
            value={plan.join ?? ' '}
            onChange={(event) => onChange({ ...plan, join: event.target.value })}
          />
        </div>
      ) : null}
      {plan.columns.length > 0 && free.length > 0 ? (
        <SelectField
          className="hub-add-column"
          label={copy.addColumn}
          value=""
          onChange={(event) => onChange({ ...plan, columns: [...plan.columns, event.target.value] })}
        >
          <option value="">{copy.chooseColumn}</option>
          {free.map((column) => (
            <option key={column} value={column}>
              {column}
            </option>
          ))}
        </SelectField>
      ) : null}
      <ol className="hub-pipeline-steps">
        <li className="hub-pipeline-step">
          <span className="hub-label">{copy.asInFile}</span>
          <ValueLine label={copy.asInFile} values={samples.map(({ input }) => input)} />
        </li>
        {steps.map((step, index) => (
          <li key={`${index} ${step.kind}`} className="hub-pipeline-step">
            <div className="hub-row hub-spread">
              <span className="hub-label">
                {format.number(index + 1)}. {copy.stepKinds[step.kind]}
              </span>
              <span className="hub-row" style={{ gap: 0 }}>
                <IconButton
                  label={copy.stepUp}
                  disabled={index === 0}
                  icon={<ArrowUp className="hub-icon" aria-hidden />}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  label={copy.stepDown}
                  disabled={index === steps.length - 1}
                  icon={<ArrowDown className="hub-icon" aria-hidden />}
                  onClick={() => move(index, 1)}
                />
                <IconButton
                  label={copy.removeStep}
                  icon={<Trash2 className="hub-icon" aria-hidden />}
                  onClick={() => setSteps(steps.filter((_, other) => other !== index))}
                />
              </span>
            </div>
            <div className="hub-step-options">
              <StepEditor
                step={step}
                field={field}
                type={type}
                onChange={(next) => setSteps(steps.map((other, at) => (at === index ? next : other)))}
              />
            </div>
            <ValueLine label={copy.afterStep} values={samples.map(({ after }) => after[index] ?? '')} />
          </li>
        ))}
      </ol>
      {preview.state === 'wrong' ? (
        <Callout tone="danger">
          <p>{copy.stepWrong(preview.message)}</p>
        </Callout>
      ) : null}
      <Menu
        trigger={
          <Button className="hub-add-step" icon={<Plus className="hub-icon" aria-hidden />}>
            {copy.addStep}
          </Button>
        }
        items={kindsFor[field.type].map((kind) => ({
          label: copy.stepKinds[kind],
          onSelect: () => setSteps([...steps, newStep(kind, field)]),
        }))}
      />
    </div>
  )
}
