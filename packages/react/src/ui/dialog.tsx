import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button, IconButton, type ButtonVariant } from './button.tsx'
import { useOverlayHost } from './theme-root.tsx'

/** Props of {@link Dialog}. */
export interface DialogProps {
  open: boolean
  onOpenChange(open: boolean): void
  title: ReactNode
  description?: ReactNode
  /** What the closing cross says. */
  closeLabel: string
  footer?: ReactNode
  /** @default 'small' */
  size?: 'small' | 'large'
  children?: ReactNode
}

/** What takes the focus when a dialog opens: its first control, else the first button of its foot, which loses nothing. */
const controls = 'input, select, textarea, button'

/** A question or a form above the page. Escape and a click outside close it; focus returns to where it was. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, closeLabel, footer, size = 'small', children } = props
  const { container, returnFocus } = useOverlayHost()
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal container={container}>
        <Primitive.Overlay className="hub-overlay" />
        <Primitive.Content
          className="hub-dialog"
          data-size={size}
          onOpenAutoFocus={(event) => {
            const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null
            const first =
              content?.querySelector<HTMLElement>(`.hub-dialog-body :is(${controls})`) ??
              content?.querySelector<HTMLElement>('.hub-dialog-foot button')
            if (!first) return
            event.preventDefault()
            first.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            returnFocus()
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="hub-dialog-head">
            <div>
              <Primitive.Title className="hub-title">{title}</Primitive.Title>
              {description === undefined ? null : (
                <Primitive.Description className="hub-muted">{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton label={closeLabel} icon={<X className="hub-icon" aria-hidden />} />
            </Primitive.Close>
          </div>
          {children === undefined ? null : <div className="hub-dialog-body">{children}</div>}
          {footer === undefined ? null : <div className="hub-dialog-foot">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  open: boolean
  onOpenChange(open: boolean): void
  title: ReactNode
  /** What is lost. */
  description: ReactNode
  /** The action, named by its object: "Delete 3 models". */
  confirmLabel: ReactNode
  cancelLabel: string
  /** @default 'danger' */
  variant?: ButtonVariant
  busy?: boolean
  onConfirm(): void
  children?: ReactNode
}

/** Asks before something is lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, cancelLabel, busy = false, onConfirm } = props
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      closeLabel={cancelLabel}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{cancelLabel}</Button>
          <Button variant={props.variant ?? 'danger'} busy={busy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
