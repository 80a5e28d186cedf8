import type { DataModel } from '@headwater/core'
import { useFormContext } from 'react-hook-form'
import { Callout } from '../../../ui/index.ts'
import type { ModelDraft } from '../model-draft.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'

/** Says what a change does to records that exist. */
export function EditWarnings({ model }: { model: DataModel }) {
  const copy = useDataModelsCopy()
  const fields = useFormContext<ModelDraft>().watch('fields')
  const byId = new Map(fields.map((field) => [field.id, field]))
  const removed = model.fields.filter(({ id }) => !byId.has(id))
  const retyped = model.fields.filter(({ id, type }) => byId.has(id) && byId.get(id)?.type !== type)
  if (removed.length + retyped.length === 0) return null
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ')
  return (
    <Callout tone="warning">
      {removed.length > 0 ? <p>{copy.removedFields(names(removed))}</p> : null}
      {retyped.length > 0 ? <p>{copy.retypedFields(names(retyped))}</p> : null}
    </Callout>
  )
}
