import { isHubApiError } from '@headwater/core'
import type { Campaign } from '@headwater/core/campaigns'
import { useEffect, useRef, useState } from 'react'
import { useHub } from '../../../provider/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { draftOf, inputOf, type CampaignDraft } from './flow-state.ts'
import { mergeDraft, type DraftPart } from './merge-draft.ts'

/** How far the draft is kept. */
export type DraftSaving =
  | { state: 'idle' | 'saving' }
  /** `merged`: with somebody else's changes. `input`: what was saved, as JSON. */
  | { state: 'saved'; merged: boolean; input: string }
  | { state: 'failed'; error: unknown }
  /** Somebody else changed the same. Nothing is saved until a person has said what stays. */
  | { state: 'clash'; theirs: Campaign; parts: readonly DraftPart[] }

/** What {@link useDraft} keeps, and whom it tells. */
export interface DraftOptions {
  draft: CampaignDraft
  /** The campaign that the draft began as; null for a new one. */
  campaign: Campaign | null
  onSaved(campaign: Campaign): void
  /** Others' changes came in; the draft is told how to take them. */
  onMerged(merge: (draft: CampaignDraft) => CampaignDraft): void
}

const PAUSE_MS = 700
/** Somebody who saves at every keystroke is met again; not for ever. */
const MERGES = 4

class DraftClash extends Error {}

const isSavable = ({ name, modelId }: CampaignDraft): boolean => name.trim() !== '' && modelId !== ''

function isOvertaken(error: unknown): boolean {
  return isHubApiError(error) && (error.code === 'CONFLICT' || error.code === 'CAMPAIGN_LOCKED')
}

/** What the server has, as far as is known, and the draft that it was. */
interface Known {
  campaign: Campaign
  draft: CampaignDraft
}

/** Keeps a draft on the server a moment after each change: one save at a time, the newest last, and never over somebody else's change. */
export function useDraft({ draft, campaign, onSaved, onMerged }: DraftOptions) {
  const client = useCampaignsClient()
  const { queryClient } = useHub()
  const input = JSON.stringify(inputOf(draft))
  const [saving, setSaving] = useState<DraftSaving>(
    campaign ? { state: 'saved', merged: false, input } : { state: 'idle' },
  )
  const known = useRef<Known | null>(campaign ? { campaign, draft: draftOf(campaign) } : null)
  const queue = useRef<Promise<Campaign | null>>(Promise.resolve(campaign))
  const kept = useRef(campaign ? input : '')
  const current = useRef(draft)

  function keep(next: Known): void {
    known.current = next
    kept.current = JSON.stringify(inputOf(next.draft))
  }

  function mergeIn(merge: (draft: CampaignDraft) => CampaignDraft): void {
    current.current = merge(current.current)
    onMerged(merge)
  }

  async function write(mine: CampaignDraft, merges = 0): Promise<Known & { merged: boolean }> {
    const before = known.current
    const done = (saved: Campaign) => ({ campaign: saved, draft: mine, merged: merges > 0 })
    if (!before) return done(await client.create(inputOf(mine)))
    const { id, updated_at } = before.campaign
    try {
      return done(await client.update(id, { ...inputOf(mine), expected_updated_at: updated_at }))
    } catch (error) {
      if (merges >= MERGES || !isOvertaken(error)) throw error
    }
    const { data: theirs } = await queryClient.fetchQuery({ ...client.queries.detail(id), staleTime: 0 })
    // It was sent meanwhile: there is nothing to write any more.
    if (theirs.status !== 'draft') return done(theirs)
    const versions = { base: before.draft, theirs: draftOf(theirs) }
    const { draft: both, clashes } = mergeDraft({ ...versions, mine })
    if (clashes.length > 0) {
      setSaving({ state: 'clash', theirs, parts: clashes })
      throw new DraftClash()
    }
    keep({ campaign: theirs, draft: versions.theirs })
    mergeIn((now) => mergeDraft({ ...versions, mine: now }).draft)
    return write(both, merges + 1)
  }

  async function run(): Promise<Campaign | null> {
    const mine = current.current
    if (!isSavable(mine) || kept.current === JSON.stringify(inputOf(mine)))
      return known.current?.campaign ?? null
    setSaving({ state: 'saving' })
    try {
      const saved = await write(mine)
      keep(saved)
      setSaving({ state: 'saved', merged: saved.merged, input: kept.current })
      onSaved(saved.campaign)
      return saved.campaign
    } catch (error) {
      if (!(error instanceof DraftClash)) setSaving({ state: 'failed', error })
      throw error
    }
  }

  /** Saves what isn't kept yet, after what is being saved. @throws HubApiError what the server refused */
  function save(): Promise<Campaign | null> {
    queue.current = queue.current.catch(() => null).then(run)
    return queue.current
  }

  /** Ends a clash: what both changed stays as it is here, or becomes theirs. What only one changed stays anyway. */
  function resolve(whose: 'mine' | 'theirs'): void {
    if (saving.state !== 'clash') return
    const base = known.current?.draft ?? draft
    const theirs = draftOf(saving.theirs)
    keep({ campaign: saving.theirs, draft: theirs })
    setSaving({ state: 'idle' })
    mergeIn((mine) =>
      whose === 'mine'
        ? mergeDraft({ base, mine, theirs }).draft
        : { ...mergeDraft({ base, mine: theirs, theirs: mine }).draft, metadata: theirs.metadata },
    )
  }

  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
    current.current = draft
  })
  const canSave = isSavable(draft) && saving.state !== 'clash'
  useEffect(() => {
    if (!canSave || kept.current === input) return
    const timer = setTimeout(() => void latest.current().catch(() => {}), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [input, canSave])
  const isUnsaved = isSavable(draft) && (saving.state !== 'saved' || saving.input !== input)
  useEffect(() => {
    if (!isUnsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isUnsaved])
  // Whoever leaves the flow within the pause takes nothing along.
  useEffect(() => () => void latest.current().catch(() => {}), [])
  return { saving, isUnsaved, save, resolve }
}
