import type { ModelField } from '@headwater/core'
import {
  MAX_RULE_CHARS,
  type AudienceRule,
  type RelativeSpan,
  type RuleValue,
} from '@headwater/core/campaigns'
import { SelectField, TextField } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { isList, isRange, isRelative, isSpan, takesNoValue } from './audience-edit.ts'

/** Props of {@link RuleValueEditor}. */
export interface RuleValueEditorProps {
  rule: AudienceRule
  field: ModelField
  invalid: boolean
  onValue(value: RuleValue): void
}

const spanUnits: readonly RelativeSpan['unit'][] = ['days', 'weeks', 'months', 'years']

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What was typed, as the field's type has it; what is no number yet stays text. */
function typed(text: string, { type }: ModelField): string | number {
  return type === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

function inputType({ type }: ModelField): 'number' | 'date' | 'text' {
  return type === 'number' || type === 'date' ? type : 'text'
}

/** What a rule compares with: the control fits the field's type and the comparison. */
export function RuleValueEditor({ rule, field, invalid, onValue }: RuleValueEditorProps) {
  const copy = useCampaignsCopy()
  const { operator, value } = rule
  const shared = { hideLabel: true, maxLength: MAX_RULE_CHARS, 'aria-invalid': invalid || undefined }
  if (takesNoValue(operator)) return null
  if (isRelative(operator)) {
    const span: RelativeSpan = isSpan(value) ? value : { amount: 30, unit: 'days' }
    return (
      <div className="hub-criterion-value hub-criterion-pair">
        <TextField
          {...shared}
          label={copy.amount}
          type="number"
          min={1}
          max={10_000}
          value={span.amount === 0 ? '' : span.amount}
          onChange={({ target }) =>
            onValue({ ...span, amount: Math.min(10_000, Math.max(0, Math.trunc(Number(target.value)))) })
          }
        />
        <SelectField
          hideLabel
          label={copy.unit}
          value={span.unit}
          onChange={({ target }) =>
            onValue({ ...span, unit: spanUnits.find((unit) => unit === target.value) ?? 'days' })
          }
        >
          {spanUnits.map((unit) => (
            <option key={unit} value={unit}>
              {copy.units[unit]}
            </option>
          ))}
        </SelectField>
      </div>
    )
  }
  if (isRange(operator)) {
    const [from = '', to = ''] = Array.isArray(value) ? value : []
    return (
      <div className="hub-criterion-value hub-criterion-pair">
        <TextField
          {...shared}
          label={copy.valueFrom}
          type={inputType(field)}
          step="any"
          value={textOf(from)}
          onChange={({ target }) => onValue([typed(target.value, field), to])}
        />
        <span className="hub-muted">{copy.and}</span>
        <TextField
          {...shared}
          label={copy.valueTo}
          type={inputType(field)}
          step="any"
          value={textOf(to)}
          onChange={({ target }) => onValue([from, typed(target.value, field)])}
        />
      </div>
    )
  }
  if (isList(operator) && field.type === 'select') {
    const chosen = Array.isArray(value) ? value : []
    return (
      <fieldset className="hub-criterion-value hub-criterion-options">
        <legend className="hub-visually-hidden">{copy.value}</legend>
        {(field.options ?? []).map((option) => (
          <label key={option} className="hub-checkbox">
            <input
              type="checkbox"
              checked={chosen.includes(option)}
              onChange={({ target }) =>
                onValue(target.checked ? [...chosen, option] : chosen.filter((one) => one !== option))
              }
            />
            <span>{option}</span>
          </label>
        ))}
      </fieldset>
    )
  }
  if (isList(operator)) return <ListEditor {...{ rule, field, invalid, onValue }} />
  if (field.type === 'select' || field.type === 'boolean') {
    const options =
      field.type === 'boolean'
        ? [
            ['true', copy.yes],
            ['false', copy.no],
          ]
        : (field.options ?? []).map((option) => [option, option])
    return (
      <SelectField
        hideLabel
        className="hub-criterion-value"
        label={copy.value}
        aria-invalid={invalid || undefined}
        value={typeof value === 'boolean' ? String(value) : textOf(value)}
        onChange={({ target }) =>
          onValue(field.type === 'boolean' && target.value !== '' ? target.value === 'true' : target.value)
        }
      >
        <option value="">{copy.chooseValue}</option>
        {options.map(([one = '', label = '']) => (
          <option key={one} value={one}>
            {label}
          </option>
        ))}
      </SelectField>
    )
  }
  return (
    <TextField
      {...shared}
      className="hub-criterion-value"
      label={copy.value}
      type={inputType(field)}
      step="any"
      value={textOf(value)}
      onChange={({ target }) => onValue(typed(target.value, field))}
    />
  )
}

/** Values with commas between; what was typed stays as it is. */
function ListEditor({ rule, field, invalid, onValue }: RuleValueEditorProps) {
  const copy = useCampaignsCopy()
  const known = Array.isArray(rule.value) ? rule.value.map(textOf) : []
  return (
    <TextField
      hideLabel
      className="hub-criterion-value"
      label={copy.value}
      placeholder={copy.listHint}
      aria-invalid={invalid || undefined}
      defaultValue={known.join(', ')}
      onChange={({ target }) =>
        onValue(
          target.value
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== '')
            .slice(0, 200)
            .map((part) => typed(part, field)),
        )
      }
    />
  )
}
