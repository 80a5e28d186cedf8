import type { ModelField, RecordFilter } from '@headwater/core'
import { Plus, X } from 'lucide-react'
import { Button, IconButton, SelectField, TextField } from '../../../ui/index.ts'
import { useRecordsCopy } from '../use-records-copy.ts'
import { operatorsOf, type FilterDraft } from './columns.ts'

/** A new condition on the first field. */
export function newFilter(fields: readonly ModelField[]): FilterDraft {
  const [field] = fields
  const operator = operatorsOf(field?.type ?? 'text')[0] ?? 'contains'
  return { key: crypto.randomUUID(), field: field?.name ?? '', operator, value: '' }
}

function ValueField(props: { field: ModelField | undefined; value: string; onChange(value: string): void }) {
  const { field, value, onChange } = props
  const copy = useRecordsCopy()
  const options: [string, string][] =
    field?.type === 'boolean'
      ? [
          ['true', copy.yes],
          ['false', copy.no],
        ]
      : (field?.options ?? []).map((option) => [option, option])
  if (options.length > 0)
    return (
      <SelectField
        label={copy.filterValue}
        hideLabel
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="" />
        {options.map(([option, label]) => (
          <option key={option} value={option}>
            {label}
          </option>
        ))}
      </SelectField>
    )
  return (
    <TextField
      label={copy.filterValue}
      hideLabel
      placeholder={copy.filterValue}
      type={field?.type === 'date' ? 'date' : 'text'}
      inputMode={field?.type === 'number' ? 'decimal' : 'text'}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** Conditions on fields; all must hold. */
export function FilterBar(props: {
  fields: readonly ModelField[]
  filters: readonly FilterDraft[]
  onChange(filters: readonly FilterDraft[]): void
}) {
  const { fields, filters, onChange } = props
  const copy = useRecordsCopy()
  const replace = (key: string, change: Partial<FilterDraft>) =>
    onChange(filters.map((filter) => (filter.key === key ? { ...filter, ...change } : filter)))
  return (
    <div className="hub-filters">
      {filters.map((filter) => {
        const field = fields.find(({ name }) => name === filter.field)
        const operators = operatorsOf(field?.type ?? 'text')
        return (
          <div key={filter.key} className="hub-filter">
            <SelectField
              label={copy.filterField}
              hideLabel
              value={filter.field}
              onChange={(event) => {
                const next = fields.find(({ name }) => name === event.target.value)
                replace(filter.key, {
                  field: event.target.value,
                  operator: operatorsOf(next?.type ?? 'text')[0] ?? 'contains',
                  value: '',
                })
              }}
            >
              {fields.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label ?? name}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={copy.filterOperator}
              hideLabel
              value={filter.operator}
              onChange={(event) => {
                const operator = operators.find((candidate) => candidate === event.target.value)
                if (operator) replace(filter.key, { operator })
              }}
            >
              {operators.map((operator: RecordFilter['operator']) => (
                <option key={operator} value={operator}>
                  {copy.operatorNames[operator]}
                </option>
              ))}
            </SelectField>
            {filter.operator === 'empty' || filter.operator === 'not_empty' ? (
              <span />
            ) : (
              <ValueField
                field={field}
                value={filter.value}
                onChange={(value) => replace(filter.key, { value })}
              />
            )}
            <IconButton
              label={copy.removeFilter}
              icon={<X className="hub-icon" aria-hidden />}
              onClick={() => onChange(filters.filter(({ key }) => key !== filter.key))}
            />
          </div>
        )
      })}
      <div>
        <Button
          variant="ghost"
          icon={<Plus className="hub-icon" aria-hidden />}
          onClick={() => onChange([...filters, newFilter(fields)])}
        >
          {copy.addFilter}
        </Button>
      </div>
    </div>
  )
}
