import type { ModelField } from '@headwater/core'
import { operatorsOfType, type AudienceRule } from '@headwater/core/campaigns'
import { CircleAlert, X } from 'lucide-react'
import { useId } from 'react'
import { IconButton, SelectField } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { faultOf, newRule, ruleOf, valueFor } from './audience-edit.ts'
import { RuleValueEditor } from './RuleValueEditor.tsx'

/** Props of {@link RuleRow}. */
export interface RuleRowProps {
  rule: AudienceRule
  /** Such as “2.1”. */
  position: string
  fields: readonly ModelField[]
  /** Says what is missing too, not only what is wrong. */
  showMissing: boolean
  onChange(rule: AudienceRule): void
  onRemove(): void
}

/** One rule: a field, a comparison, and what it is compared with. */
export function RuleRow({ rule, position, fields, showMissing, onChange, onRemove }: RuleRowProps) {
  const copy = useCampaignsCopy()
  const faultId = useId()
  const field = fields.find(({ name }) => name === rule.field)
  const operators = field ? operatorsOfType[field.type] : [rule.operator]
  const fault = faultOf(rule, fields)
  const shown = fault === 'value' && !showMissing ? null : fault
  const words = {
    field: copy.faultField(rule.field),
    operator: copy.faultOperator,
    value: copy.faultValue,
    range: copy.faultRange,
  }
  return (
    <div
      className="hub-criterion"
      role="group"
      aria-label={copy.rule(position)}
      aria-describedby={shown === null ? undefined : faultId}
      data-state={shown === null ? 'valid' : 'invalid'}
    >
      <SelectField
        hideLabel
        className="hub-criterion-field"
        label={copy.field}
        value={rule.field}
        onChange={({ target }) => {
          const next = fields.find(({ name }) => name === target.value)
          if (next) onChange({ ...newRule(next), id: rule.id })
        }}
      >
        {field ? null : <option value={rule.field}>{copy.deletedField(rule.field)}</option>}
        {fields.map(({ name, label }) => (
          <option key={name} value={name}>
            {label ?? name}
          </option>
        ))}
      </SelectField>
      <SelectField
        hideLabel
        className="hub-criterion-operator"
        label={copy.operator}
        disabled={!field}
        value={rule.operator}
        onChange={({ target }) => {
          const operator = operators.find((one) => one === target.value)
          if (operator) onChange(ruleOf(rule.field, operator, valueFor(operator, rule), rule.id))
        }}
      >
        {operators.includes(rule.operator) ? null : (
          <option value={rule.operator}>{copy.operatorName(rule.operator, field?.type ?? 'text')}</option>
        )}
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {copy.operatorName(operator, field?.type ?? 'text')}
          </option>
        ))}
      </SelectField>
      {field ? (
        <RuleValueEditor
          key={`${rule.field} ${rule.operator}`}
          rule={rule}
          field={field}
          invalid={shown !== null}
          onValue={(value) => onChange({ ...rule, value })}
        />
      ) : null}
      <IconButton
        className="hub-criterion-remove"
        variant="ghost"
        label={copy.removeRule(position)}
        icon={<X className="hub-icon" aria-hidden />}
        onClick={onRemove}
      />
      {shown === null ? null : (
        <p className="hub-field-error" id={faultId}>
          <CircleAlert className="hub-icon" aria-hidden />
          {words[shown]}
        </p>
      )}
    </div>
  )
}
