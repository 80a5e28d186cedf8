import type { FieldPlan, ImportPlan, ModelField, TransformStep } from '@headwater/core'
import type { ColumnType } from '@headwater/core/inference'
import { ChevronDown, ChevronRight, CircleCheck, CircleDashed, CircleHelp, Workflow } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Badge, Button, Callout, classNames } from '../../../ui/index.ts'
import type { FieldMatch, FileStart, PlanProposal } from '../reader/reader-types.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { ColumnSelect } from './ColumnSelect.tsx'
import { FieldPipeline } from './FieldPipeline.tsx'
import { previewField, usePlanEngine } from './plan-preview.ts'

/** Props of {@link ImportColumnsStep}. */
export interface ImportColumnsStepProps extends Omit<ComponentProps<'div'>, 'children' | 'onChange'> {
  fields: readonly ModelField[]
  start: Pick<FileStart, 'columns' | 'rows' | 'types'>
  /** How the fields are filled, and how sure each match is. */
  value: PlanProposal
  onChange(value: PlanProposal): void
  onBack?: (() => void) | undefined
  onContinue(): void
}

const chosen: FieldMatch = { confidence: 1, reason: 'none', sure: true }

function hasDefault({ steps }: FieldPlan): boolean {
  return steps.some((step) => step.kind === 'default' && step.value.trim() !== '')
}

/** Whether the plan gives the field anything. */
function fills(plan: FieldPlan | undefined): boolean {
  return plan !== undefined && (plan.columns.length > 0 || hasDefault(plan))
}

/** The step that settles an open notation. */
function stepFor(option: string): TransformStep | null {
  if (option === '1,234.5') return { kind: 'number_format', decimal: '.' }
  if (option === '1.234,5') return { kind: 'number_format', decimal: ',' }
  switch (option) {
    case 'DD/MM/YYYY':
    case 'MM/DD/YYYY':
    case 'DD/MM/YY':
    case 'MM/DD/YY':
    case 'YYYYMMDD':
    case 'excel-serial':
    case 'unix-seconds':
    case 'unix-milliseconds':
      return { kind: 'date_format', from: option }
    default:
      return null
  }
}

function Ambiguous({
  field,
  type,
  plan,
  onChange,
}: {
  field: ModelField
  type: ColumnType | undefined
  plan: FieldPlan
  onChange(plan: FieldPlan): void
}) {
  const copy = useImportWizardCopy()
  const settled = plan.steps.some(({ kind }) => kind === 'date_format' || kind === 'number_format')
  if (!type?.ambiguous || settled || (field.type !== 'date' && field.type !== 'number')) return null
  const options = type.ambiguous.options.filter((option) => {
    const step = stepFor(option)
    return step?.kind === (field.type === 'date' ? 'date_format' : 'number_format')
  })
  if (options.length === 0) return null
  return (
    <Callout
      tone="warning"
      className="hub-plan-note"
      title={copy.ambiguousTitle(field.label ?? field.name)}
      actions={options.map((option) => (
        <Button
          key={option}
          onClick={() => {
            const step = stepFor(option)
            if (step) onChange({ ...plan, steps: [step, ...plan.steps] })
          }}
        >
          {copy.dateNotation(option)}
        </Button>
      ))}
    >
      <p>{copy.evidence(type.ambiguous.evidence)}</p>
    </Callout>
  )
}

function MatchBadge({ match, filled }: { match: FieldMatch | undefined; filled: boolean }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  if (!filled) return <span />
  if (!match)
    return <Badge icon={<CircleDashed className="hub-icon" aria-hidden />}>{copy.matchReasons.none}</Badge>
  const Icon = match.sure ? CircleCheck : CircleHelp
  return (
    <Badge tone={match.sure ? 'success' : 'warning'} icon={<Icon className="hub-icon" aria-hidden />}>
      {match.reason === 'none'
        ? copy.matchReasons.none
        : copy.match(copy.matchReasons[match.reason], format.percent(match.confidence))}
    </Badge>
  )
}

/** Asks which columns fill each field, through which steps, with what comes of the first values. Knows nothing of the steps around it. */
export function ImportColumnsStep(props: ImportColumnsStepProps) {
  const { fields, start, value, onChange, onBack, onContinue, className, ...rest } = props
  const copy = useImportWizardCopy()
  const format = useFormat()
  const engine = usePlanEngine()
  const [open, setOpen] = useState<string | null>(null)
  const { plan, matches } = value
  const typeOf = new Map(start.types.map((type) => [type.column, type]))
  const used = new Set(Object.values(plan).flatMap(({ columns }) => columns))
  const leftOut = start.columns.filter((column) => !used.has(column))
  const missing = fields.filter((field) => field.required === true && !fills(plan[field.name]))
  const unsure = fields.filter(
    ({ name, required }) => required === true && fills(plan[name]) && matches[name] && !matches[name].sure,
  )
  const nothing = !fields.some(({ name }) => fills(plan[name]))
  const nameOf = ({ label, name }: ModelField) => label ?? name

  function setField(name: string, next: FieldPlan, match: FieldMatch = matches[name] ?? chosen): void {
    const empty = next.columns.length === 0 && next.steps.length === 0
    const others: ImportPlan = { ...plan }
    if (empty) delete others[name]
    else others[name] = next
    onChange({ plan: others, matches: { ...matches, [name]: match } })
  }

  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)}>
      <div>
        <h3 className="hub-title">{copy.planTitle}</h3>
        <p className="hub-muted">{copy.planHint}</p>
      </div>
      <ul className="hub-panel hub-plan">
        <li className="hub-plan-line hub-plan-head" aria-hidden>
          <span>{copy.field}</span>
          <span>{copy.from}</span>
          <span>{copy.result}</span>
          <span />
        </li>
        {fields.map((field) => {
          const own = plan[field.name] ?? { columns: [], steps: [] }
          const isOpen = open === field.name
          const match = matches[field.name]
          const isUnsure = fills(own) && match !== undefined && !match.sure
          const preview = previewField(engine, own, start.rows.slice(0, 1))
          const output = preview.state === 'ready' ? (preview.rows[0]?.output ?? '') : ''
          const Chevron = isOpen ? ChevronDown : ChevronRight
          return (
            <li key={field.name} className="hub-plan-field" data-state={fills(own) ? 'filled' : 'open'}>
              <div className="hub-plan-line">
                <div className="hub-plan-name">
                  <span className="hub-truncate" title={nameOf(field)}>
                    {nameOf(field)}
                  </span>
                  <span className="hub-hint">
                    {copy.typeNames[field.type]}
                    {field.required ? `, ${copy.required}` : ''}
                  </span>
                </div>
                <div className="hub-plan-source">
                  <ColumnSelect
                    label={copy.fromColumnOf(nameOf(field))}
                    columns={start.columns}
                    value={own.columns[0] ?? ''}
                    onChange={(column) => {
                      const others = own.columns.slice(1).filter((other) => other !== column)
                      const columns = column === '' ? [] : [column, ...others]
                      // What a person set up stays; a field without steps gets those that the column needs.
                      const isNew = own.columns.length === 0 && own.steps.length === 0
                      const type = typeOf.get(column)
                      const proposed = engine && type ? engine.proposeFieldSteps(field, type) : []
                      const steps = isNew ? proposed : own.steps
                      setField(field.name, { ...own, columns, steps }, chosen)
                    }}
                  />
                  {isUnsure ? (
                    <Button
                      icon={<CircleHelp className="hub-icon" aria-hidden />}
                      aria-label={copy.confirmMatchOf(nameOf(field), own.columns[0] ?? '')}
                      title={copy.match(copy.matchReasons[match.reason], format.percent(match.confidence))}
                      onClick={() => setField(field.name, own, { ...match, sure: true })}
                    >
                      {copy.confirmMatch}
                    </Button>
                  ) : (
                    <MatchBadge match={match} filled={fills(own)} />
                  )}
                </div>
                <span
                  className="hub-plan-result hub-truncate"
                  data-blank={output === '' ? '' : undefined}
                  title={output}
                >
                  {fills(own) ? output || copy.blankValue : ''}
                </span>
                <Button
                  variant="ghost"
                  aria-expanded={isOpen}
                  aria-label={copy.editSteps(nameOf(field))}
                  icon={<Workflow className="hub-icon" aria-hidden />}
                  onClick={() => setOpen(isOpen ? null : field.name)}
                >
                  <span className="hub-plan-steps">
                    {own.steps.length === 0
                      ? copy.noSteps
                      : own.steps.length === 1
                        ? copy.oneStep
                        : copy.stepCount(format.number(own.steps.length))}
                  </span>
                  <Chevron className="hub-icon" aria-hidden />
                </Button>
              </div>
              <Ambiguous
                field={field}
                type={typeOf.get(own.columns[0] ?? '')}
                plan={own}
                onChange={(next) => setField(field.name, next)}
              />
              {isOpen ? (
                <FieldPipeline
                  field={field}
                  plan={own}
                  columns={start.columns}
                  rows={start.rows}
                  type={typeOf.get(own.columns[0] ?? '')}
                  engine={engine}
                  onChange={(next) => setField(field.name, next)}
                />
              ) : null}
            </li>
          )
        })}
      </ul>
      {leftOut.length > 0 ? (
        <p className="hub-hint">
          {copy.leftOutTitle}: {leftOut.slice(0, 30).join(', ')}
          {leftOut.length > 30 ? ' …' : ''}
        </p>
      ) : null}
      {missing.length > 0 ? (
        <Callout tone="warning">
          <p>{copy.requiredOpen(missing.map(nameOf).join(', '), missing.length)}</p>
        </Callout>
      ) : null}
      {unsure.length > 0 ? (
        <Callout tone="warning">
          <p>{copy.unsureOpen(unsure.map(nameOf).join(', '))}</p>
        </Callout>
      ) : null}
      {nothing && missing.length === 0 ? (
        <Callout tone="warning">
          <p>{copy.nothingFilled}</p>
        </Callout>
      ) : null}
      <div className="hub-row hub-form-actions">
        {onBack ? <Button onClick={onBack}>{copy.back}</Button> : null}
        <Button
          variant="primary"
          disabled={missing.length > 0 || unsure.length > 0 || nothing}
          onClick={onContinue}
        >
          {copy.toFix}
        </Button>
      </div>
    </div>
  )
}
