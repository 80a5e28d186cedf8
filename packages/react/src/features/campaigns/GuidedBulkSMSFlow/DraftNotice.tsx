import { Check, CircleAlert, LoaderCircle, PencilLine } from 'lucide-react'
import { Button, Callout } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import type { DraftPart } from './merge-draft.ts'
import type { DraftSaving } from './use-draft.ts'

/** Whether the draft is kept, in a word. */
export function SavingNote({ saving, isUnsaved }: { saving: DraftSaving; isUnsaved: boolean }) {
  const copy = useCampaignsCopy()
  if (saving.state === 'idle' && !isUnsaved) return null
  const [Icon, words] =
    saving.state === 'saving'
      ? [LoaderCircle, copy.saving]
      : saving.state === 'failed' || saving.state === 'clash'
        ? [CircleAlert, copy.notSaved]
        : isUnsaved
          ? [PencilLine, copy.unsaved]
          : [Check, copy.saved]
  return (
    <span className="hub-row hub-hint" role="status">
      <Icon className="hub-icon" aria-hidden />
      {words}
    </span>
  )
}

/** What somebody else did to the draft meanwhile. Where both changed the same, a person says what stays. */
export function DraftNotice(props: { saving: DraftSaving; onResolve(whose: 'mine' | 'theirs'): void }) {
  const { saving, onResolve } = props
  const copy = useCampaignsCopy()
  if (saving.state === 'saved' && saving.merged) return <Callout tone="info">{copy.draftMerged}</Callout>
  if (saving.state !== 'clash') return null
  const partNames: Record<DraftPart, string> = {
    name: copy.campaignName,
    modelId: copy.dataModel,
    providerId: copy.provider,
    criteria: copy.audienceLabel,
    message: copy.messageLabel,
    options: copy.stepNames.schedule,
    sendAt: copy.when,
  }
  const theirs = saving.parts.includes('message') ? saving.theirs.message : null
  return (
    <Callout
      tone="warning"
      role="alert"
      title={copy.draftClash}
      actions={
        <>
          <Button variant="primary" onClick={() => onResolve('mine')}>
            {copy.keepMine}
          </Button>
          <Button onClick={() => onResolve('theirs')}>{copy.takeTheirs}</Button>
        </>
      }
    >
      <p>{copy.draftClashParts(saving.parts.map((part) => partNames[part]).join(', '))}</p>
      {theirs === null ? null : (
        <p>
          {copy.theirMessage} <q>{theirs}</q>
        </p>
      )}
    </Callout>
  )
}
