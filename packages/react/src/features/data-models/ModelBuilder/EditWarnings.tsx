import type { DataModel, ModelField } from '@headwater/core'
import { Undo2 } from 'lucide-react'
import { useFormContext } from 'react-hook-form'
import { Button, Callout } from '../../../ui/index.ts'
import type { ModelDraft } from '../model-draft.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'

/** Says what a change does to records that exist, and offers removed fields again. */
export function EditWarnings(props: { model: DataModel; onPutBack(field: ModelField): void }) {
  const { model, onPutBack } = props
  const copy = useDataModelsCopy()
  const fields = useFormContext<ModelDraft>().watch('fields')
  const byId = new Map(fields.map((field) => [field.id, field]))
  const removed = model.fields.filter(({ id }) => !byId.has(id))
  const retyped = model.fields.filter(({ id, type }) => byId.has(id) && byId.get(id)?.type !== type)
  if (removed.length + retyped.length === 0) return null
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ')
  return (
    <Callout
      tone="warning"
      actions={
        removed.length === 0
          ? undefined
          : removed.map((field) => (
              <Button
                key={field.id}
                icon={<Undo2 className="hub-icon" aria-hidden />}
                onClick={() => onPutBack(field)}
              >
                {copy.putBack(field.name)}
              </Button>
            ))
      }
    >
      {removed.length > 0 ? <p>{copy.removedFields(names(removed))}</p> : null}
      {retyped.length > 0 ? <p>{copy.retypedFields(names(retyped))}</p> : null}
    </Callout>
  )
}
