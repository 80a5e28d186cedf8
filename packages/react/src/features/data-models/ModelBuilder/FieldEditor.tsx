import { fieldTypes } from '@headwater/core'
import { ArrowDown, ArrowUp, SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { CheckboxField, IconButton, SelectField, TextAreaField, TextField } from '../../../ui/index.ts'
import { rulesOf, type ModelDraft } from '../model-draft.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'

/** What a type asks beyond its name. */
function FieldRules({ index }: { index: number }) {
  const copy = useDataModelsCopy()
  const { register, watch, formState } = useFormContext<ModelDraft>()
  const rules = rulesOf(watch(`fields.${index}.type`))
  const errors = formState.errors.fields?.[index]
  const isLength = rules.bounds === 'length'
  return (
    <div className="hub-field-rules">
      <TextField
        label={copy.fieldLabel}
        hint={copy.fieldLabelHint}
        error={errors?.label?.message}
        {...register(`fields.${index}.label`)}
      />
      {rules.bounds ? (
        <>
          <TextField
            label={isLength ? copy.minLength : copy.minNumber}
            inputMode="decimal"
            error={errors?.min?.message}
            {...register(`fields.${index}.min`)}
          />
          <TextField
            label={isLength ? copy.maxLength : copy.maxNumber}
            inputMode="decimal"
            error={errors?.max?.message}
            {...register(`fields.${index}.max`)}
          />
        </>
      ) : null}
      {rules.pattern ? (
        <TextField
          label={copy.pattern}
          hint={copy.patternHint}
          error={errors?.pattern?.message}
          spellCheck={false}
          {...register(`fields.${index}.pattern`)}
        />
      ) : null}
      {watch(`fields.${index}.type`) === 'phone' ? (
        <TextField
          label={copy.region}
          hint={copy.regionHint}
          maxLength={2}
          placeholder="US"
          error={errors?.region?.message}
          {...register(`fields.${index}.region`)}
        />
      ) : null}
    </div>
  )
}

/** Props of {@link FieldEditor}. */
export interface FieldEditorProps {
  index: number
  total: number
  onMove(to: number): void
  onRemove(): void
}

/** One field of the model: its name, type and rules. Alt and an arrow key move it. */
export function FieldEditor({ index, total, onMove, onRemove }: FieldEditorProps) {
  const copy = useDataModelsCopy()
  const { register, watch, formState } = useFormContext<ModelDraft>()
  const [open, setOpen] = useState(false)
  const errors = formState.errors.fields?.[index]
  const type = watch(`fields.${index}.type`)
  const name = watch(`fields.${index}.name`) || copy.fieldNumber(index + 1)
  const hasHiddenFault = Boolean(
    errors?.label ?? errors?.min ?? errors?.max ?? errors?.pattern ?? errors?.region,
  )
  const rulesOpen = open || hasHiddenFault

  function moveByKey(event: React.KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const to = index + step
    if (!event.altKey || step === 0 || to < 0 || to >= total) return
    event.preventDefault()
    onMove(to)
  }

  return (
    <li className="hub-field-item" aria-label={name} onKeyDown={moveByKey}>
      <div className="hub-field-line">
        <TextField
          label={copy.fieldName}
          hideLabel
          placeholder={copy.fieldName}
          error={errors?.name?.message}
          autoComplete="off"
          {...register(`fields.${index}.name`)}
        />
        <SelectField label={copy.fieldType} hideLabel {...register(`fields.${index}.type`)}>
          {fieldTypes.map((value) => (
            <option key={value} value={value}>
              {copy.typeNames[value]}
            </option>
          ))}
        </SelectField>
        <CheckboxField label={copy.required} {...register(`fields.${index}.required`)} />
        <CheckboxField label={copy.unique} {...register(`fields.${index}.unique`)} />
        <div className="hub-field-actions">
          <IconButton
            label={`${open ? copy.less : copy.more}: ${name}`}
            aria-expanded={rulesOpen}
            icon={<SlidersHorizontal className="hub-icon" aria-hidden />}
            onClick={() => setOpen(!open)}
          />
          <IconButton
            label={copy.moveUp(name)}
            icon={<ArrowUp className="hub-icon" aria-hidden />}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          />
          <IconButton
            label={copy.moveDown(name)}
            icon={<ArrowDown className="hub-icon" aria-hidden />}
            disabled={index === total - 1}
            onClick={() => onMove(index + 1)}
          />
          <IconButton
            label={copy.removeField(name)}
            icon={<X className="hub-icon" aria-hidden />}
            disabled={total === 1}
            onClick={onRemove}
          />
        </div>
      </div>
      {type === 'select' ? (
        <div className="hub-field-rules">
          <TextAreaField
            label={copy.options}
            hint={copy.optionsHint}
            rows={3}
            error={errors?.options?.message}
            {...register(`fields.${index}.options`)}
          />
        </div>
      ) : null}
      {rulesOpen ? <FieldRules index={index} /> : null}
    </li>
  )
}
