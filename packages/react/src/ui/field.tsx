import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What every field shows around its control. */
export interface FieldFrame {
  label: ReactNode
  /** Keeps the label for screen readers alone. @default false */
  hideLabel?: boolean | undefined
  hint?: ReactNode
  /** What is wrong and what was expected. */
  error?: ReactNode
}

/** What a control needs to belong to its frame. */
interface ControlIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function Frame(
  props: FieldFrame & {
    id: string
    className?: string | undefined
    children: (ids: ControlIds) => ReactNode
  },
) {
  const { label, hideLabel = false, hint, error, id, className, children } = props
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={classNames('hub-field', className)}>
      <label htmlFor={id} className={hideLabel ? 'hub-visually-hidden' : 'hub-label'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint ? (
        <p className="hub-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="hub-field-error" id={`${id}-error`} role="alert">
          <CircleAlert className="hub-icon" aria-hidden />
          {error}
        </p>
      ) : null}
    </div>
  )
}

/** Props of {@link TextField}. */
export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'children'>, FieldFrame {}

/** One line of text, or a number, a date, an address: `type` says which. */
export function TextField({ label, hideLabel, hint, error, className, ...rest }: TextFieldProps) {
  const ownId = useId()
  const frame = { label, hideLabel, hint, error, className }
  return (
    <Frame {...frame} id={rest.id ?? ownId}>
      {(ids) => <input {...rest} {...ids} className="hub-input" />}
    </Frame>
  )
}

/** Props of {@link TextAreaField}. */
export interface TextAreaFieldProps extends Omit<ComponentProps<'textarea'>, 'children'>, FieldFrame {}

/** Several lines of text. */
export function TextAreaField({ label, hideLabel, hint, error, className, ...rest }: TextAreaFieldProps) {
  const ownId = useId()
  const frame = { label, hideLabel, hint, error, className }
  return (
    <Frame {...frame} id={rest.id ?? ownId}>
      {(ids) => <textarea {...rest} {...ids} className="hub-input" />}
    </Frame>
  )
}

/** Props of {@link SelectField}. */
export interface SelectFieldProps extends ComponentProps<'select'>, FieldFrame {}

/** A choice of one. Native, so that it works with every keyboard, screen reader and phone, and with 500 options. */
export function SelectField({
  label,
  hideLabel,
  hint,
  error,
  className,
  children,
  ...rest
}: SelectFieldProps) {
  const ownId = useId()
  const frame = { label, hideLabel, hint, error, className }
  return (
    <Frame {...frame} id={rest.id ?? ownId}>
      {(ids) => (
        <select {...rest} {...ids} className="hub-input">
          {children}
        </select>
      )}
    </Frame>
  )
}

/** Props of {@link CheckboxField}. */
export interface CheckboxFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  label: ReactNode
}

/** Yes or no. */
export function CheckboxField({ label, className, ...rest }: CheckboxFieldProps) {
  return (
    <label className={classNames('hub-checkbox', className)}>
      <input {...rest} type="checkbox" />
      <span>{label}</span>
    </label>
  )
}
