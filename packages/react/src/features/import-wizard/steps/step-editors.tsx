import { dateNotations, type ModelField, type TransformStep } from '@headwater/core'
import type { ColumnType } from '@headwater/core/inference'
import { useFormat } from '../../../provider/index.ts'
import { SelectField, TextField } from '../../../ui/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** Props of {@link StepEditor}. */
export interface StepEditorProps {
  step: TransformStep
  field: ModelField
  /** What the field's first column holds. */
  type: ColumnType | undefined
  onChange(step: TransformStep): void
}

type Kind<Name extends TransformStep['kind']> = Extract<TransformStep, { kind: Name }>

/** Values of the file with the option that each means. */
function ValueMap({ step, field, type, onChange }: StepEditorProps & { step: Kind<'map_values'> }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const options = field.options ?? []
  const known = new Set(options.map((option) => option.toLowerCase()))
  const listed = (type?.values ?? []).filter(({ value }) => !known.has(value.trim().toLowerCase()))
  const rows = [
    ...listed,
    ...Object.keys(step.values)
      .filter((value) => !listed.some((other) => other.value === value))
      .map((value) => ({ value, count: 0 })),
  ]
  return (
    <div className="hub-panel hub-value-map">
      <table className="hub-table">
        <thead>
          <tr>
            <th scope="col">{copy.valueInFile}</th>
            <th scope="col" data-align="end">
              {copy.valueRows}
            </th>
            <th scope="col">{copy.valueMeans}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 60).map(({ value, count }) => (
            <tr key={value}>
              <td title={value}>{value}</td>
              <td data-align="end">{format.number(count)}</td>
              <td>
                {options.length > 0 ? (
                  <SelectField
                    label={copy.optionFor(value)}
                    hideLabel
                    value={step.values[value] ?? ''}
                    onChange={(event) => {
                      const values = { ...step.values, [value]: event.target.value }
                      if (event.target.value === '') delete values[value]
                      onChange({ kind: 'map_values', values })
                    }}
                  >
                    <option value="">{copy.keepValue}</option>
                    {options.map((option) => (
                      <option key={option} value={option}>
                        {option}
                      </option>
                    ))}
                  </SelectField>
                ) : (
                  <TextField
                    label={copy.optionFor(value)}
                    hideLabel
                    value={step.values[value] ?? ''}
                    placeholder={copy.keepValue}
                    onChange={(event) =>
                      onChange({
                        kind: 'map_values',
                        values: { ...step.values, [value]: event.target.value },
                      })
                    }
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What a step does, to be changed. */
export function StepEditor(props: StepEditorProps) {
  const { step, onChange } = props
  const copy = useImportWizardCopy()
  switch (step.kind) {
    case 'trim':
      return null
    case 'case':
      return (
        <SelectField
          label={copy.caseTo}
          value={step.to}
          onChange={(event) => {
            const to = (['lower', 'upper', 'title'] as const).find((name) => name === event.target.value)
            if (to) onChange({ kind: 'case', to })
          }}
        >
          {Object.entries(copy.cases).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </SelectField>
      )
    case 'date_format':
      return (
        <SelectField
          label={copy.dateFrom}
          value={step.from}
          onChange={(event) => {
            const from = dateNotations.find((notation) => notation === event.target.value)
            if (from) onChange({ kind: 'date_format', from })
          }}
        >
          {dateNotations.map((notation) => (
            <option key={notation} value={notation}>
              {copy.dateNotation(notation)}
            </option>
          ))}
        </SelectField>
      )
    case 'number_format':
      return (
        <SelectField
          label={copy.decimalMark}
          value={step.decimal}
          onChange={(event) =>
            onChange({ kind: 'number_format', decimal: event.target.value === ',' ? ',' : '.' })
          }
        >
          <option value=".">{copy.decimals['.']}</option>
          <option value=",">{copy.decimals[',']}</option>
        </SelectField>
      )
    case 'phone_region':
      return (
        <TextField
          label={copy.region}
          hint={copy.regionHint}
          maxLength={2}
          value={step.region}
          onChange={(event) => onChange({ kind: 'phone_region', region: event.target.value.toUpperCase() })}
        />
      )
    case 'extract':
      return (
        <TextField
          label={copy.pattern}
          hint={copy.patternHint}
          value={step.pattern}
          onChange={(event) => {
            const pattern = event.target.value
            onChange({ kind: 'extract', pattern, group: /\((?!\?)/.test(pattern) ? 1 : 0 })
          }}
        />
      )
    case 'map_values':
      return <ValueMap {...props} step={step} />
    case 'split':
      return (
        <>
          <TextField
            label={copy.separator}
            value={step.separator}
            onChange={(event) => onChange({ ...step, separator: event.target.value })}
          />
          <SelectField
            label={copy.part}
            value={step.part}
            onChange={(event) => onChange({ ...step, part: Number(event.target.value) })}
          >
            <option value={0}>{copy.parts.first}</option>
            <option value={1}>{copy.parts.second}</option>
            <option value={2}>{copy.parts.third}</option>
            <option value={-1}>{copy.parts.last}</option>
          </SelectField>
        </>
      )
    case 'default':
      return (
        <TextField
          label={copy.defaultValue}
          value={step.value}
          onChange={(event) => onChange({ kind: 'default', value: event.target.value })}
        />
      )
  }
}

/** A step of a kind, as it begins. */
export function newStep(kind: TransformStep['kind'], field: ModelField): TransformStep {
  switch (kind) {
    case 'trim':
      return { kind }
    case 'case':
      return { kind, to: 'lower' }
    case 'date_format':
      return { kind, from: 'DD/MM/YYYY' }
    case 'number_format':
      return { kind, decimal: ',' }
    case 'phone_region':
      return { kind, region: field.region ?? 'US' }
    case 'extract':
      return { kind, pattern: String.raw`\w+`, group: 0 }
    case 'map_values':
      return { kind, values: {} }
    case 'split':
      return { kind, separator: ',', part: 0 }
    case 'default':
      return { kind, value: field.options?.[0] ?? '' }
  }
}
