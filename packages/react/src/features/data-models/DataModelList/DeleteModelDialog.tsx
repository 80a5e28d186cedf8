import type { DataModel } from '@headwater/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState, useCommonCopy, useFormat, useHub } from '../../../provider/index.ts'
import { ConfirmDialog } from '../../../ui/index.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'

/** Asks before a model goes, and says how many records go with it. */
export function DeleteModelDialog(props: {
  model: DataModel
  onClose(): void
  onDelete(id: string): Promise<void>
}) {
  const { model, onClose, onDelete } = props
  const copy = useDataModelsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const { records, queryClient } = useHub()
  const page = useQuery(records.queries.list({ model_id: model.id, limit: 1 }), queryClient)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const total = page.data?.data.total
  const count = total === undefined ? null : copy.recordCount(total, format.number(total))

  async function remove(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await onDelete(model.id)
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
      title={copy.deleteTitle(model.name)}
      description={copy.deleteDescription(count)}
      confirmLabel={copy.deleteModel}
      cancelLabel={common.cancel}
      busy={busy}
      onConfirm={() => void remove()}
    >
      {error === null ? undefined : <ErrorState error={error} />}
    </ConfirmDialog>
  )
}
