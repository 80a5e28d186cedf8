import { useState, type ReactNode } from 'react'
import { ErrorState, useCommonCopy } from '../../provider/index.ts'
import { ConfirmDialog, type ButtonVariant } from '../../ui/index.ts'

/** Props of {@link ActionDialog}. */
export interface ActionDialogProps {
  title: string
  description: string
  confirmLabel: string
  cancelLabel?: string | undefined
  variant?: ButtonVariant
  onClose(): void
  run(): Promise<unknown>
  children?: ReactNode
}

/** Asks, does it, and stays open with the reason when that fails. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, description, confirmLabel, cancelLabel, variant = 'danger', onClose, run, children } = props
  const common = useCommonCopy()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function confirm(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await run()
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      cancelLabel={cancelLabel ?? common.cancel}
      variant={variant}
      busy={busy}
      onConfirm={() => void confirm()}
    >
      {children}
      {error === null ? null : <ErrorState error={error} />}
    </ConfirmDialog>
  )
}
