import type { ImportMapping, ModelField } from '@headwater/core'
import { CircleCheck, CircleDashed, CircleHelp, UserCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Badge, Button, Callout, SelectField, type Tone } from '../../../../ui/index.ts'
import type { FileHead } from '../../import-engine.ts'
import { useImportsCopy } from '../../use-imports-copy.ts'
import { Preview, shown } from './Preview.tsx'

/** How a column came to its field. */
export type MatchState = 'sure' | 'likely' | 'chosen' | 'leftOut'

/** A column with the field that it fills. */
export interface ColumnChoice {
  column: string
  field: string | null
  state: MatchState
}

const states: Record<MatchState, { tone: Tone; icon: typeof CircleCheck }> = {
  sure: { tone: 'success', icon: CircleCheck },
  likely: { tone: 'warning', icon: CircleHelp },
  chosen: { tone: 'info', icon: UserCheck },
  leftOut: { tone: 'neutral', icon: CircleDashed },
}

function samplesOf(head: FileHead, column: string): string {
  const values = head.rows.map((row) => shown(row.values[column]).trim()).filter((value) => value !== '')
  return [...new Set(values)].slice(0, 3).join(', ').slice(0, 120)
}

/** A choice takes its field away from the column that had it. */
function choose(choices: readonly ColumnChoice[], column: string, field: string | null): ColumnChoice[] {
  return choices.map((choice) => {
    if (choice.column === column) return { column, field, state: field === null ? 'leftOut' : 'chosen' }
    return field !== null && choice.field === field ? { ...choice, field: null, state: 'leftOut' } : choice
  })
}

/** A likely match of a required field is offered and not taken: it waits for the person. */
function mappingOf(choices: readonly ColumnChoice[], fields: readonly ModelField[]): ImportMapping {
  const required = new Set(fields.filter((field) => field.required === true).map(({ name }) => name))
  return Object.fromEntries(
    choices.flatMap(({ column, field, state }) =>
      field === null || (state === 'likely' && required.has(field)) ? [] : [[field, column]],
    ),
  )
}

/** Props of {@link ColumnsStep}. */
export interface ColumnsStepProps {
  fields: readonly ModelField[]
  head: FileHead
  choices: readonly ColumnChoice[]
  onBack(): void
  onContinue(mapping: ImportMapping): void
}

/** Asks which column fills which field. Knows nothing of the steps around it. */
export function ColumnsStep({ fields, head, choices: initial, onBack, onContinue }: ColumnsStepProps) {
  const copy = useImportsCopy()
  const [choices, setChoices] = useState(initial)
  const mapping = useMemo(() => mappingOf(choices, fields), [choices, fields])
  const open = fields.filter((field) => field.required === true && !Object.hasOwn(mapping, field.name))
  const samples = useMemo(
    () => new Map(head.columns.map((column) => [column, samplesOf(head, column)])),
    [head],
  )
  const nothing = Object.keys(mapping).length === 0
  return (
    <div className="hub-stack">
      <div>
        <h3 className="hub-title">{copy.columnsTitle}</h3>
        <p className="hub-muted">{copy.columnsHint}</p>
      </div>
      <ul className="hub-panel hub-match-list">
        <li className="hub-match hub-match-head" aria-hidden>
          <span>{copy.column}</span>
          <span>{copy.field}</span>
          <span>{copy.match}</span>
        </li>
        {choices.map(({ column, field, state }) => {
          const { tone, icon: Icon } = states[state]
          return (
            <li key={column} className="hub-match" data-state={state}>
              <div className="hub-match-column">
                <span className="hub-truncate" title={column}>
                  {column}
                </span>
                <span className="hub-hint hub-truncate" title={samples.get(column)}>
                  {samples.get(column) || copy.blank}
                </span>
              </div>
              <SelectField
                label={`${copy.field}: ${column}`}
                hideLabel
                value={field ?? ''}
                onChange={(event) => setChoices(choose(choices, column, event.target.value || null))}
              >
                <option value="">{copy.leaveOut}</option>
                {fields.map(({ name, label, required }) => (
                  <option key={name} value={name}>
                    {(label ?? name) + (required ? ' *' : '')}
                  </option>
                ))}
              </SelectField>
              <div className="hub-row">
                {state === 'likely' ? (
                  <Button onClick={() => setChoices(choose(choices, column, field))} title={copy.likely}>
                    <CircleHelp className="hub-icon" aria-hidden />
                    {copy.likely}
                  </Button>
                ) : (
                  <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
                    {copy[state]}
                  </Badge>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      <Preview head={head} />
      {open.length > 0 ? (
        <Callout tone="warning">
          <p>{copy.requiredOpen(open.map((field) => field.label ?? field.name).join(', '), open.length)}</p>
        </Callout>
      ) : nothing ? (
        <Callout tone="warning">
          <p>{copy.nothingMatched}</p>
        </Callout>
      ) : null}
      <div className="hub-row hub-form-actions">
        <Button onClick={onBack}>{copy.back}</Button>
        <Button variant="primary" disabled={open.length > 0 || nothing} onClick={() => onContinue(mapping)}>
          {copy.toCheck}
        </Button>
      </div>
    </div>
  )
}
