import type { ImportJob } from '@headwater/core'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ErrorState, useFormat } from '../../../provider/index.ts'
import { Button, ConfirmDialog } from '../../../ui/index.ts'
import { useJobActions } from '../use-job-actions.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** Takes an import's changes back, after saying what that does. */
export function UndoButton({
  job,
  onUndone,
}: {
  job: ImportJob
  onUndone?: ((undo: ImportJob) => void) | undefined
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const actions = useJobActions(job)
  const [asking, setAsking] = useState(false)
  const bringsBack = job.undo_of !== null

  async function confirm(): Promise<void> {
    const undo = await actions.undo()
    if (!undo) return
    setAsking(false)
    onUndone?.(undo)
  }

  return (
    <>
      <Button icon={<Undo2 className="hub-icon" aria-hidden />} onClick={() => setAsking(true)}>
        {bringsBack ? copy.redoImport : copy.undoImport}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={bringsBack ? copy.undoAgainTitle(job.file_name) : copy.undoTitle(job.file_name)}
        description={
          bringsBack
            ? copy.undoAgainDescription
            : copy.undoDescription(format.number(job.inserted_records), format.number(job.updated_records))
        }
        confirmLabel={bringsBack ? copy.redoImport : copy.undoImport}
        cancelLabel={copy.keepAsIs}
        busy={actions.busy === 'undo'}
        onConfirm={() => void confirm()}
      >
        {actions.error === null ? undefined : <ErrorState error={actions.error} />}
      </ConfirmDialog>
    </>
  )
}
