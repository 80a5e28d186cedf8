import {
  isHubApiError,
  type DataModel,
  type DataRecord,
  type Json,
  type ModelField,
  type RecordData,
} from '@headwater/core'
import { useEffect, useRef, useState } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Button, Dialog, SelectField, TextField, type FieldFrame } from '../../../ui/index.ts'
import { useRecordsCopy } from '../use-records-copy.ts'

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const inputTypes = {
  number: 'text',
  date: 'date',
  email: 'email',
  phone: 'tel',
  url: 'url',
  text: 'text',
} as const

function ValueInput(props: FieldFrame & { field: ModelField; value: string; onChange(value: string): void }) {
  const { field, value, onChange, ...frame } = props
  const copy = useRecordsCopy()
  const required = field.required === true || undefined
  if (field.type === 'boolean' || field.type === 'select') {
    const options: [string, string][] =
      field.type === 'boolean'
        ? [
            ['true', copy.yes],
            ['false', copy.no],
          ]
        : (field.options ?? []).map((option) => [option, option])
    return (
      <SelectField
        {...frame}
        aria-required={required}
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
  }
  // A date with a time is edited as text: the picker would drop the time.
  const type = field.type === 'date' && value.length > 10 ? 'text' : inputTypes[field.type]
  return (
    <TextField
      {...frame}
      aria-required={required}
      type={type}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** What is wrong, by field name. */
type Faults = Readonly<Record<string, string>>

/** Props of {@link RecordDialog}. */
export interface RecordDialogProps {
  model: DataModel
  /** The record to edit. @default a new one is made */
  record?: DataRecord | undefined
  onClose(): void
  onSave(data: RecordData): Promise<unknown>
  onDelete?: (() => void) | undefined
}

/** Edits a record's values, checked as the server will check them. */
export function RecordDialog({ model, record, onClose, onSave, onDelete }: RecordDialogProps) {
  const copy = useRecordsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const initial = Object.fromEntries(model.fields.map(({ name }) => [name, textOf(record?.data[name])]))
  const [values, setValues] = useState(initial)
  const [faults, setFaults] = useState<Faults>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  // The first value that is wrong is the next one to mend.
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [faults])

  async function save(): Promise<void> {
    setFailure(null)
    const { compilePatchChecker, compileRecordChecker } = await import('@headwater/core/validation')
    const changed = Object.entries(values).filter(([name, value]) => !record || value !== initial[name])
    const data: RecordData = Object.fromEntries(
      changed.map(([name, value]) => [name, value === '' ? null : value]),
    )
    if (record && changed.length === 0) return onClose()
    const outcome = (record ? compilePatchChecker : compileRecordChecker)(model.fields)(data)
    if (!outcome.ok)
      return setFaults(Object.fromEntries(outcome.issues.map(({ field, message }) => [field ?? '', message])))
    setFaults({})
    setBusy(true)
    try {
      await onSave(outcome.data)
      onClose()
    } catch (error) {
      setBusy(false)
      const named = isHubApiError(error)
        ? error.issues.map(({ path, message }) => [path.replace(/^data\./, ''), message] as const)
        : []
      const known = named.filter(([name]) => Object.hasOwn(values, name))
      if (known.length > 0) setFaults(Object.fromEntries(known))
      else setFailure(error)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={record ? copy.editTitle : copy.createTitle(model.name)}
      {...(typeof record?.import_row === 'number'
        ? { description: copy.fromRow(format.number(record.import_row)) }
        : {})}
      closeLabel={common.close}
      footer={
        <>
          {onDelete ? (
            <Button className="hub-push" onClick={onDelete}>
              {copy.deleteOne}
            </Button>
          ) : null}
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            {record ? copy.saveRecord : copy.createRecord}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className="hub-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {failure === null ? null : <ErrorState error={failure} />}
        {model.fields.map((field) => (
          <ValueInput
            key={field.id}
            field={field}
            label={(field.label ?? field.name) + (field.required ? ' *' : '')}
            error={faults[field.name]}
            value={values[field.name] ?? ''}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
