import type { ModelField } from '@headwater/core'
import { Braces } from 'lucide-react'
import { useState } from 'react'
import { useCommonCopy } from '../../../provider/index.ts'
import { Button, Dialog, Menu, TextField } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Inserts a merge field as plain text; asks for a fallback where the field may be empty. */
export function InsertField(props: { fields: readonly ModelField[]; onInsert(text: string): void }) {
  const { fields, onInsert } = props
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const [asking, setAsking] = useState<ModelField | null>(null)
  const [fallback, setFallback] = useState('')
  const insert = (field: ModelField, otherwise: string) => {
    const safe = otherwise.replaceAll(/[{}|]/g, '').trim()
    onInsert(safe === '' ? `{{${field.name}}}` : `{{${field.name}|${safe}}}`)
    setAsking(null)
  }
  return (
    <>
      <Menu
        trigger={<Button icon={<Braces className="hub-icon" aria-hidden />}>{copy.insertField}</Button>}
        items={fields.map((field) => ({
          label: field.label ?? field.name,
          onSelect: () => {
            setFallback('')
            if (field.required === true) insert(field, '')
            else setAsking(field)
          },
        }))}
      />
      {asking ? (
        <Dialog
          open
          onOpenChange={(open) => {
            if (!open) setAsking(null)
          }}
          title={copy.fallbackTitle(asking.label ?? asking.name)}
          closeLabel={common.close}
          footer={
            <>
              <Button onClick={() => setAsking(null)}>{common.cancel}</Button>
              <Button variant="primary" onClick={() => insert(asking, fallback)}>
                {copy.insert}
              </Button>
            </>
          }
        >
          <form
            onSubmit={(event) => {
              event.preventDefault()
              insert(asking, fallback)
            }}
          >
            <TextField
              label={copy.fallbackLabel}
              hint={copy.fallbackHint}
              maxLength={200}
              value={fallback}
              onChange={({ target }) => setFallback(target.value)}
            />
          </form>
        </Dialog>
      ) : null}
    </>
  )
}
