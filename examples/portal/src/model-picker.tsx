import type { DataModel } from '@headwater/core'
import { SelectField } from '@headwater/react'

/** Which model the tab is about. */
export function ModelPicker(props: {
  models: readonly DataModel[]
  value: string | null
  /** Offers to go without: a file then proposes its model. */
  withNone: boolean
  onChange(modelId: string | null): void
}) {
  const { models, value, withNone, onChange } = props
  if (models.length === 0) return null
  return (
    <SelectField
      className="portal-picker"
      label="Data model"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
    >
      {withNone ? <option value="">New model from the file</option> : null}
      {models.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
