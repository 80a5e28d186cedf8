import type { DataModel } from '@headwater/core'
import { Button, FileUpload, ImportWizard } from '@headwater/react'
import { ArrowLeft, ListChecks } from 'lucide-react'
import { useState } from 'react'

/** Imports into the chosen model: the short way first, and the whole wizard for files that need more. */
export function ImportTab({
  model,
  onOpenRecords,
}: {
  model: DataModel | undefined
  onOpenRecords(model: DataModel): void
}) {
  const [full, setFull] = useState(false)
  if (model && full)
    return (
      <div className="hub-stack">
        <div>
          <Button
            variant="ghost"
            icon={<ArrowLeft className="hub-icon" aria-hidden />}
            onClick={() => setFull(false)}
          >
            Short import
          </Button>
        </div>
        <ImportWizard key={model.id} model={model} onOpenRecords={onOpenRecords} />
      </div>
    )
  return (
    <div className="hub-stack">
      <FileUpload key={model?.id ?? 'new'} model={model} onOpenRecords={onOpenRecords} />
      {model ? (
        <div className="hub-row hub-spread portal-more">
          <p className="hub-muted">
            Excel files, rows to fix, values to clean up, records to update: the full import has more steps.
          </p>
          <Button icon={<ListChecks className="hub-icon" aria-hidden />} onClick={() => setFull(true)}>
            Open the full import
          </Button>
        </div>
      ) : null}
    </div>
  )
}
