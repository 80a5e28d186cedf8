import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** `primary` once a view; `danger` for what can't be undone. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

/** Props of {@link Button}. */
export interface ButtonProps extends ComponentProps<'button'> {
  /** @default 'secondary' */
  variant?: ButtonVariant
  /** Shows that the action runs and takes no second click. @default false */
  busy?: boolean
  icon?: ReactNode
}

/** A button. */
export function Button({
  variant = 'secondary',
  busy = false,
  icon,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames('hub-button', className)}
      data-variant={variant}
      aria-disabled={busy || rest.disabled ? true : undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <LoaderCircle className="hub-icon hub-spinner" aria-hidden /> : icon}
      {children}
    </button>
  )
}

/** Props of {@link IconButton}. */
export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** What a screen reader says, and the tooltip. */
  label: string
  icon: ReactNode
}

/** A button with an icon alone. */
export function IconButton({ label, variant = 'ghost', ...rest }: IconButtonProps) {
  return <Button {...rest} variant={variant} aria-label={label} title={label} data-icon-only="" />
}
