import type { AudienceGroup, AudienceSegment } from '@headwater/core/campaigns'
import { useQuery } from '@tanstack/react-query'
import { Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useHub } from '../../../provider/index.ts'
import { Button, IconButton, SelectField, TextField } from '../../../ui/index.ts'
import { ActionDialog } from '../ActionDialog.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { isSameAudience, withoutIds } from './audience-edit.ts'

/** Props of {@link SavedSegments}. */
export interface SavedSegmentsProps {
  dataModelId: string
  criteria: AudienceGroup
  /** Whether the rules can be saved as they stand. */
  canSave: boolean
  onChoose(criteria: AudienceGroup): void
}

/** Takes the rules from a saved segment, and saves them as one. */
export function SavedSegments({ dataModelId, criteria, canSave, onChoose }: SavedSegmentsProps) {
  const copy = useCampaignsCopy()
  const { queryClient } = useHub()
  const { audiences } = useCampaignsClient()
  const [chosenId, setChosenId] = useState('')
  const [asking, setAsking] = useState<'save' | 'delete' | null>(null)
  const [name, setName] = useState('')
  const segments = useQuery(audiences.queries.segments(dataModelId), queryClient).data?.data ?? []
  const same = segments.find((segment) => isSameAudience(segment.criteria, criteria))
  const chosen: AudienceSegment | undefined = segments.find(({ id }) => id === chosenId) ?? same
  const isChanged = chosen !== undefined && chosen !== same
  const save = async () => {
    const segment = await audiences.createSegment({
      data_model_id: dataModelId,
      name,
      criteria: withoutIds(criteria),
    })
    setChosenId(segment.id)
  }
  return (
    <div className="hub-row hub-segments">
      {segments.length > 0 ? (
        <SelectField
          hideLabel
          label={copy.segmentsLabel}
          value={chosen?.id ?? ''}
          onChange={({ target }) => {
            setChosenId(target.value)
            const segment = segments.find(({ id }) => id === target.value)
            onChoose(segment?.criteria ?? { combinator: 'and', rules: [] })
          }}
        >
          <option value="">{copy.segmentNone}</option>
          {segments.map((segment) => (
            <option key={segment.id} value={segment.id}>
              {segment.name}
            </option>
          ))}
        </SelectField>
      ) : null}
      {isChanged ? <span className="hub-hint">{copy.segmentChanged}</span> : null}
      {isChanged && canSave ? (
        <Button onClick={() => void audiences.updateSegment(chosen.id, { criteria: withoutIds(criteria) })}>
          {copy.updateSegment}
        </Button>
      ) : null}
      {chosen === undefined && criteria.rules.length > 0 ? (
        <Button
          icon={<Save className="hub-icon" aria-hidden />}
          disabled={!canSave}
          onClick={() => {
            setName('')
            setAsking('save')
          }}
        >
          {copy.saveSegment}
        </Button>
      ) : null}
      {chosen ? (
        <IconButton
          variant="ghost"
          label={copy.deleteSegment}
          icon={<Trash2 className="hub-icon" aria-hidden />}
          onClick={() => setAsking('delete')}
        />
      ) : null}
      {asking === 'save' ? (
        <ActionDialog
          title={copy.saveSegmentTitle}
          description={copy.segmentNameHint}
          confirmLabel={copy.saveSegment}
          variant="primary"
          onClose={() => setAsking(null)}
          run={save}
        >
          <TextField
            label={copy.segmentName}
            maxLength={120}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </ActionDialog>
      ) : null}
      {asking === 'delete' && chosen ? (
        <ActionDialog
          title={copy.deleteTitle(chosen.name)}
          description={copy.segmentNameHint}
          confirmLabel={copy.deleteSegment}
          onClose={() => setAsking(null)}
          run={async () => {
            await audiences.removeSegment(chosen.id)
            setChosenId('')
          }}
        />
      ) : null}
    </div>
  )
}
