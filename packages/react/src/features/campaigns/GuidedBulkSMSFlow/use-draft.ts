import type { Campaign } from '@headwater/core/campaigns'
import { useEffect, useRef, useState } from 'react'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { inputOf, type CampaignDraft } from './flow-state.ts'

/** How far the draft is kept. */
export type DraftSaving = { state: 'idle' | 'saving' | 'saved' } | { state: 'failed'; error: unknown }

const PAUSE_MS = 700

/** Keeps a draft on the server a moment after each change: one save at a time, the newest last. */
export function useDraft(
  draft: CampaignDraft,
  campaign: Campaign | null,
  onSaved: (campaign: Campaign) => void,
) {
  const client = useCampaignsClient()
  const [saving, setSaving] = useState<DraftSaving>({ state: campaign ? 'saved' : 'idle' })
  const known = useRef<Campaign | null>(campaign)
  const queue = useRef<Promise<Campaign | null>>(Promise.resolve(campaign))
  const kept = useRef(campaign ? JSON.stringify(inputOf(draft)) : '')
  const input = JSON.stringify(inputOf(draft))
  const canSave = draft.name.trim() !== '' && draft.modelId !== ''

  /** Saves what isn't kept yet, after what is being saved. @throws HubApiError what the server refused */
  function save(): Promise<Campaign | null> {
    const run = async (): Promise<Campaign | null> => {
      if (!canSave || kept.current === input) return known.current
      setSaving({ state: 'saving' })
      try {
        const change = inputOf(draft)
        const { current } = known
        const saved = current
          ? await client.update(current.id, { ...change, expected_updated_at: current.updated_at })
          : await client.create(change)
        known.current = saved
        kept.current = input
        setSaving({ state: 'saved' })
        onSaved(saved)
        return saved
      } catch (error) {
        setSaving({ state: 'failed', error })
        throw error
      }
    }
    queue.current = queue.current.catch(() => null).then(run)
    return queue.current
  }

  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    if (!canSave || kept.current === input) return
    const timer = setTimeout(() => void latest.current().catch(() => {}), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [input, canSave])
  return { saving, save }
}
