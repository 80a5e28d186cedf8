import type { SendOptions } from '@headwater/core/campaigns'
import { withoutIds } from '../AudienceBuilder/audience-edit.ts'
import { isSameValue } from '../same-value.ts'
import { withOption, type CampaignDraft } from './flow-state.ts'

/** What two people can change in a draft without getting in each other's way. */
export const draftParts = [
  'name',
  'modelId',
  'providerId',
  'criteria',
  'message',
  'options',
  'sendAt',
] as const

/** A part of a draft. */
export type DraftPart = (typeof draftParts)[number]

/** A draft in which two people's changes are one. */
export interface MergedDraft {
  /** Mine where both changed a part. */
  draft: CampaignDraft
  /** The parts that both changed, and not to the same. */
  clashes: DraftPart[]
}

type Versions<Value> = Record<'base' | 'mine' | 'theirs', Value>

function mergeValue<Value>({ base, mine, theirs }: Versions<Value>): { value: Value; clash: boolean } {
  if (isSameValue(mine, base) || isSameValue(mine, theirs)) return { value: theirs, clash: false }
  return { value: mine, clash: !isSameValue(theirs, base) }
}

const optionNames: Readonly<Record<keyof SendOptions, true>> = {
  phone_field: true,
  consent_field: true,
  quiet_hours: true,
  frequency_cap: true,
  opt_out_line: true,
  sender_name: true,
  expires_after_hours: true,
  template: true,
  preview_time_zone: true,
}

function isOption(name: string): name is keyof SendOptions {
  return name in optionNames
}

/** Options are merged one by one: an opt-out line and quiet hours have nothing to do with each other. */
function mergeOptions({ base, mine, theirs }: Versions<SendOptions>): { value: SendOptions; clash: boolean } {
  const one = <Name extends keyof SendOptions>(name: Name) =>
    mergeValue({ base: base[name], mine: mine[name], theirs: theirs[name] })
  let value = theirs
  let clash = false
  for (const name of Object.keys(optionNames).filter(isOption)) {
    const merged = one(name)
    clash ||= merged.clash
    value = withOption(value, name, merged.value)
  }
  return { value, clash }
}

function withoutEditorIds(draft: CampaignDraft): CampaignDraft {
  return { ...draft, criteria: withoutIds(draft.criteria) }
}

/** Brings two people's changes of the same draft together. Nothing that either wrote is dropped silently: what both changed is named. */
export function mergeDraft(versions: Versions<CampaignDraft>): MergedDraft {
  const base = withoutEditorIds(versions.base)
  const mine = withoutEditorIds(versions.mine)
  const theirs = withoutEditorIds(versions.theirs)
  const clashes: DraftPart[] = []
  const merged = <Part extends DraftPart>(part: Part): CampaignDraft[Part] => {
    const { value, clash } = mergeValue({ base: base[part], mine: mine[part], theirs: theirs[part] })
    if (clash) clashes.push(part)
    return value
  }
  const options = mergeOptions({ base: base.options, mine: mine.options, theirs: theirs.options })
  const draft: CampaignDraft = {
    name: merged('name'),
    modelId: merged('modelId'),
    providerId: merged('providerId'),
    criteria: merged('criteria'),
    message: merged('message'),
    options: options.value,
    sendAt: merged('sendAt'),
    metadata: theirs.metadata,
  }
  if (options.clash) clashes.push('options')
  return { draft, clashes }
}
