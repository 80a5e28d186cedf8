import type { DataModel } from '@headwater/core'
import type { AudienceGroup, Campaign, CreateCampaign, SendOptions } from '@headwater/core/campaigns'
import { withoutIds } from '../AudienceBuilder/audience-edit.ts'

/** The steps in their order. */
export const flowSteps = ['source', 'audience', 'message', 'schedule', 'review'] as const

/** A step of the flow. */
export type FlowStep = (typeof flowSteps)[number]

/** What a person has chosen so far. */
export interface CampaignDraft {
  name: string
  modelId: string
  providerId: string
  criteria: AudienceGroup
  message: string
  options: SendOptions
  /** A day and time as the browser's control has it, such as `2026-01-31T09:00`; empty to send at once. */
  sendAt: string
}

/** A draft in which nothing is chosen. */
export const emptyDraft: CampaignDraft = {
  name: '',
  modelId: '',
  providerId: '',
  criteria: { combinator: 'and', rules: [] },
  message: '',
  options: { opt_out_line: 'Reply STOP to opt out' },
  sendAt: '',
}

/** A saved campaign as a draft to go on with. */
export function draftOf(campaign: Campaign): CampaignDraft {
  const sendAt = campaign.metadata?.['send_at']
  return {
    name: campaign.name,
    modelId: campaign.data_model_id ?? '',
    providerId: campaign.provider_id ?? '',
    criteria: campaign.target_criteria ?? emptyDraft.criteria,
    message: campaign.message ?? '',
    options: campaign.send_options,
    sendAt: typeof sendAt === 'string' ? sendAt : '',
  }
}

/** A draft as the API keeps it. */
export function inputOf(draft: CampaignDraft): CreateCampaign {
  return {
    name: draft.name.trim(),
    type: 'sms',
    data_model_id: draft.modelId === '' ? null : draft.modelId,
    provider_id: draft.providerId === '' ? null : draft.providerId,
    target_criteria: withoutIds(draft.criteria),
    message: draft.message,
    send_options: draft.options,
    metadata: { send_at: draft.sendAt },
  }
}

/** The fields that hold numbers. */
export const phoneFieldsOf = (model: DataModel | undefined) =>
  (model?.fields ?? []).filter(({ type }) => type === 'phone')

/** Options with a part changed; an undefined one is left out. */
export function withOption<Name extends keyof SendOptions>(
  options: SendOptions,
  name: Name,
  value: SendOptions[Name] | undefined,
): SendOptions {
  const { [name]: _, ...others } = options
  return value === undefined ? others : { ...others, [name]: value }
}
