import type { DataModel } from '@headwater/core'
import type { AudienceGroup, Campaign, CreateCampaign, SendOptions } from '@headwater/core/campaigns'
import { withoutIds } from '../AudienceBuilder/audience-edit.ts'
import { readLocal, withOffset } from './local-time.ts'

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
  /** A day and time as the browser's control has it, such as `2026-01-31T09:00`; empty until it is chosen, null to send at once. */
  sendAt: string | null
  /** What others keep with the campaign. */
  metadata: Readonly<Record<string, unknown>>
}

/** A draft in which nothing is chosen. */
export const emptyDraft: CampaignDraft = {
  name: '',
  modelId: '',
  providerId: '',
  criteria: { combinator: 'and', rules: [] },
  message: '',
  options: { opt_out_line: 'Reply STOP to opt out' },
  sendAt: null,
  metadata: {},
}

/** A saved campaign as a draft to go on with. */
export function draftOf(campaign: Campaign): CampaignDraft {
  const { send_at: sendAt, ...metadata } = campaign.metadata ?? {}
  return {
    name: campaign.name,
    modelId: campaign.data_model_id ?? '',
    providerId: campaign.provider_id ?? '',
    criteria: campaign.target_criteria ?? emptyDraft.criteria,
    message: campaign.message ?? '',
    options: campaign.send_options,
    sendAt: readLocal(sendAt),
    metadata,
  }
}

/** A draft as the API keeps it. */
export function inputOf(draft: CampaignDraft): CreateCampaign {
  const { sendAt } = draft
  return {
    name: draft.name.trim(),
    type: 'sms',
    data_model_id: draft.modelId === '' ? null : draft.modelId,
    provider_id: draft.providerId === '' ? null : draft.providerId,
    target_criteria: withoutIds(draft.criteria),
    message: draft.message,
    send_options: draft.options,
    metadata: { ...draft.metadata, ...(sendAt ? { send_at: withOffset(sendAt) } : {}) },
  }
}

/** Whether a time is chosen that has not passed; to send at once, none is needed. */
export function hasTime({ sendAt }: CampaignDraft): boolean {
  return sendAt === null || (sendAt !== '' && Date.parse(sendAt) > Date.now())
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
