import { useState } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { ConfirmDialog, ProgressBar } from '../../../ui/index.ts'
import { useRecordsCopy } from '../use-records-copy.ts'

/** Asks before records go, and shows how many are gone. */
export function DeleteRecordsDialog(props: {
  ids: readonly string[]
  onClose(): void
  onDelete(ids: readonly string[], onDeleted: (count: number) => void): Promise<void>
}) {
  const { ids, onClose, onDelete } = props
  const copy = useRecordsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [deleted, setDeleted] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const total = format.number(ids.length)

  async function run(): Promise<void> {
    setError(null)
    setDeleted(0)
    try {
      await onDelete(ids, setDeleted)
      onClose()
    } catch (failure) {
      setError(failure)
      setDeleted(null)
    }
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={copy.deleteTitle(ids.length, total)}
      description={copy.deleteDescription}
      confirmLabel={copy.deleteMany(ids.length, total)}
      cancelLabel={common.cancel}
      busy={deleted !== null}
      onConfirm={() => void run()}
    >
      {error !== null ? (
        <ErrorState error={error} />
      ) : deleted !== null && ids.length > 1 ? (
        <div className="hub-stack" style={{ gap: 8 }}>
          <ProgressBar label={copy.deleteMany(ids.length, total)} value={deleted / ids.length} />
          <p className="hub-hint">{copy.deleting(format.number(deleted), total)}</p>
        </div>
      ) : undefined}
    </ConfirmDialog>
  )
}
