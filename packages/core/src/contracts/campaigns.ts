import * as z from 'zod/mini'
import { audienceGroupSchema, targetCriteriaSchema } from './audience.ts'
import { countSchema, idSchema, timestampSchema } from './scalars.ts'

/** The kinds of campaign. Source: product decisions, 3. */
export const campaignTypes = ['sms', 'whatsapp', 'email', 'outreach'] as const

/** Parses a campaign's type. */
export const campaignTypeSchema = z.enum(campaignTypes)

/** `sms` and `whatsapp` send messages; `email` and `outreach` are tracked only. */
export type CampaignType = z.infer<typeof campaignTypeSchema>

/** The states of a campaign. Source: product decisions, 3. */
export const campaignStatuses = [
  'draft',
  'scheduled',
  'active',
  'paused',
  'completed',
  'archived',
  'failed',
] as const

/** Parses a campaign's status. */
export const campaignStatusSchema = z.enum(campaignStatuses)

/** `draft, scheduled, active, paused, completed, archived, failed`. */
export type CampaignStatus = z.infer<typeof campaignStatusSchema>

/** Why a campaign is paused or has failed, in its `status_code`. ERROR_CODES.md explains each. */
export const campaignStopCodes = [
  'PAUSED_BY_USER',
  'PROVIDER_AUTH',
  'PROVIDER_MISSING',
  'AUDIENCE_GREW',
  'AUDIENCE_EMPTY',
  'MODEL_DELETED',
  'CRITERIA_INVALID',
] as const

/** Why a campaign is paused or has failed. */
export type CampaignStopCode = (typeof campaignStopCodes)[number]

/** The longest message before merge fields are filled, in characters: what the vendors take. */
export const MAX_MESSAGE_CHARS = 1600

/** An audience of more recipients is confirmed twice. */
export const CONFIRM_ABOVE = 1000

const clock = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 21:00.'))
const fieldRef = z.string().check(z.minLength(1), z.maxLength(63))
const zoneName = z.string().check(z.minLength(1), z.maxLength(64))

/** Parses how and when a campaign's messages leave. */
export const sendOptionsSchema = z.strictObject({
  /** The field with the number, of type phone. @default the model's only phone field */
  phone_field: z.optional(fieldRef),
  /** A boolean field: only those with `true` get the message. */
  consent_field: z.optional(fieldRef),
  /** Nothing leaves from `start` to `end` on the recipient's own clock. */
  quiet_hours: z.optional(
    z.strictObject({
      start: clock,
      end: clock,
      /** A text field with an IANA time zone. @default the zones of the number's country */
      time_zone_field: z.optional(fieldRef),
    }),
  ),
  /** At most `messages` of the agency's to one recipient in `days` days. */
  frequency_cap: z.optional(
    z.strictObject({
      messages: z.int().check(z.minimum(1), z.maximum(100)),
      days: z.int().check(z.minimum(1), z.maximum(90)),
    }),
  ),
  /** The last line, such as “Reply STOP to opt out”. An empty one leaves it out. */
  opt_out_line: z.optional(z.string().check(z.maxLength(160))),
  /** Begins the message, such as the company's name. */
  sender_name: z.optional(z.string().check(z.maxLength(60))),
  /** A message that waits longer fails instead of going stale, in hours. @default 72 */
  expires_after_hours: z.optional(z.int().check(z.minimum(1), z.maximum(24 * 30))),
  /** WhatsApp: the approved template; its parameters may have merge fields. */
  template: z.optional(
    z.strictObject({
      name: z
        .string()
        .check(z.regex(/^[a-z0-9_]{1,512}$/, 'A template’s name has small letters, digits and _.')),
      language: z.string().check(z.regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/)),
      parameters: z.optional(z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(20))),
    }),
  ),
  /** Where nobody's zone is known, quiet hours go by this one for the draft's preview only. */
  preview_time_zone: z.optional(zoneName),
})

/** How and when a campaign's messages leave. */
export type SendOptions = z.infer<typeof sendOptionsSchema>

/** Parses a campaign's counters: `recipients` is always the sum of the six states. */
export const campaignCountersSchema = z.object({
  recipients: countSchema,
  pending: countSchema,
  held: countSchema,
  sent: countSchema,
  delivered: countSchema,
  failed: countSchema,
  suppressed: countSchema,
  /** Matched the audience and got no message: duplicates, no number, an invalid one. */
  skipped: countSchema,
  segments: countSchema,
  /** In millionths of the currency's unit. */
  cost_micros: countSchema,
})

/** What became of a campaign's recipients. */
export type CampaignCounters = z.infer<typeof campaignCountersSchema>

const dateSchema = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a date such as 2026-01-31.'))

/** Parses a campaign as both APIs show it. */
export const campaignSchema = z.object({
  id: idSchema,
  agency_id: idSchema,
  name: z.string(),
  description: z.nullable(z.string()),
  type: campaignTypeSchema,
  status: campaignStatusSchema,
  start_date: z.nullable(dateSchema),
  end_date: z.nullable(dateSchema),
  target_audience: z.nullable(z.record(z.string(), z.unknown())),
  data_model_id: z.nullable(idSchema),
  target_criteria: z.nullable(audienceGroupSchema),
  content: z.nullable(z.string()),
  message: z.nullable(z.string()),
  subject: z.nullable(z.string()),
  metadata: z.nullable(z.record(z.string(), z.unknown())),
  send_options: sendOptionsSchema,
  provider_id: z.nullable(idSchema),
  scheduled_at: z.nullable(timestampSchema),
  /** The recipients that a person confirmed. */
  confirmed_recipients: z.nullable(countSchema),
  /** Why it is paused or has failed: a code, and a sentence. */
  status_code: z.nullable(z.string()),
  status_message: z.nullable(z.string()),
  leads_count: countSchema,
  qualified_leads_count: countSchema,
  contacted_count: countSchema,
  responded_count: countSchema,
  counters: campaignCountersSchema,
  currency: z.string(),
  created_by: z.nullable(idSchema),
  /** When the audience became messages. */
  materialised_at: z.nullable(timestampSchema),
  started_at: z.nullable(timestampSchema),
  finished_at: z.nullable(timestampSchema),
  created_at: timestampSchema,
  updated_at: timestampSchema,
})

/** A campaign with its counters. */
export type Campaign = z.infer<typeof campaignSchema>

const content = {
  name: z.string().check(z.trim(), z.minLength(1, 'Name the campaign.'), z.maxLength(200)),
  description: z.optional(z.nullable(z.string().check(z.maxLength(2000)))),
  start_date: z.optional(z.nullable(dateSchema)),
  end_date: z.optional(z.nullable(dateSchema)),
  target_audience: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  data_model_id: z.optional(z.nullable(idSchema)),
  target_criteria: z.optional(z.nullable(targetCriteriaSchema)),
  content: z.optional(z.nullable(z.string().check(z.maxLength(100_000)))),
  message: z.optional(
    z.nullable(
      z
        .string()
        .check(z.maxLength(MAX_MESSAGE_CHARS, `A message has at most ${MAX_MESSAGE_CHARS} characters.`)),
    ),
  ),
  subject: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
  metadata: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  send_options: z.optional(sendOptionsSchema),
  provider_id: z.optional(z.nullable(idSchema)),
}

/** Parses the body of `POST /campaign-api/campaigns` and `POST /campaigns/create`. */
export const createCampaignSchema = z.strictObject({
  ...content,
  /** @default 'outreach' */
  type: z.optional(campaignTypeSchema),
  /** A campaign that sends begins as a draft; others may begin in any state. @default 'draft' */
  status: z.optional(campaignStatusSchema),
})

/** What a new campaign is made of. */
export type CreateCampaign = z.input<typeof createCampaignSchema>

/** Parses the body of `PUT` on a campaign: the parts to change. */
export const updateCampaignSchema = z.strictObject({
  ...content,
  name: z.optional(content.name),
  type: z.optional(campaignTypeSchema),
  status: z.optional(campaignStatusSchema),
  /** The `updated_at` that the change was made on: another one answers CONFLICT. */
  expected_updated_at: z.optional(timestampSchema),
})

/** The parts of a campaign to change. */
export type UpdateCampaign = z.input<typeof updateCampaignSchema>

/** Parses the body of `POST /campaign-api/campaigns/send`. */
export const sendCampaignSchema = z.strictObject({
  campaign_id: idSchema,
  /** When to begin. @default now */
  scheduled_at: z.optional(timestampSchema),
  /** The recipients that the person saw and confirmed: needed above {@link CONFIRM_ABOVE}. */
  confirmed_recipients: z.optional(countSchema),
})

/** Which campaign to send, and when. */
export type SendCampaign = z.infer<typeof sendCampaignSchema>

/** Parses what lists of campaigns take. */
export const campaignQuerySchema = z.strictObject({
  /** From 1. @default 1 */
  page: z.optional(z.int().check(z.minimum(1))),
  /** At most 100. @default 20 */
  page_size: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  status: z.optional(campaignStatusSchema),
  type: z.optional(campaignTypeSchema),
  /** A part of the name or the description. */
  search: z.optional(z.string().check(z.maxLength(200))),
  /** @default 'created_at' */
  sort_by: z.optional(z.enum(['created_at', 'updated_at', 'name', 'status', 'start_date', 'scheduled_at'])),
  /** @default 'desc' */
  sort_order: z.optional(z.enum(['asc', 'desc'])),
})

/** Which campaigns to list. */
export type CampaignQuery = z.infer<typeof campaignQuerySchema>

/** Parses a page of campaigns. */
export const campaignPageSchema = z.object({ campaigns: z.array(campaignSchema), total: countSchema })

/** A page of campaigns; `total` counts all that match. */
export type CampaignPage = z.infer<typeof campaignPageSchema>

const rate = z.number().check(z.minimum(0), z.maximum(1))

/** Parses a campaign's figures. */
export const campaignAnalyticsSchema = z.object({
  campaign: z.object({
    id: idSchema,
    name: z.string(),
    status: campaignStatusSchema,
    created_at: timestampSchema,
  }),
  counters: campaignCountersSchema,
  currency: z.string(),
  /** Of the accepted messages, those that arrived; of the recipients, those that failed. */
  rates: z.object({ delivery: rate, failure: rate, opt_out: rate }),
  /** Recipients that reached each step, from all to those that arrived. */
  funnel: z.array(
    z.object({
      step: z.enum(['matched', 'recipients', 'accepted', 'delivered', 'read']),
      count: countSchema,
    }),
  ),
  /** Whether `timeline` counts hours or days (UTC). */
  bucket: z.enum(['hour', 'day']),
  timeline: z.array(
    z.object({ at: timestampSchema, sent: countSchema, delivered: countSchema, failed: countSchema }),
  ),
  errors: z.array(z.object({ code: z.string(), message: z.string(), count: countSchema })),
  cost_by_day: z.array(z.object({ day: dateSchema, segments: countSchema, cost_micros: countSchema })),
  /** The lead platform's figures. */
  metrics: z.object({
    totalLeads: countSchema,
    qualifiedLeads: countSchema,
    qualificationRate: rate,
    responseRate: rate,
  }),
})

/** A campaign's figures; they add up to its ledger. */
export type CampaignAnalytics = z.infer<typeof campaignAnalyticsSchema>

/** Parses a link between a campaign and a client who may read it. */
export const campaignAssignmentSchema = z.object({
  campaign_id: idSchema,
  user_id: idSchema,
  created_at: timestampSchema,
})

/** A client who may read a campaign. */
export type CampaignAssignment = z.infer<typeof campaignAssignmentSchema>

/** Parses the body of `PUT /campaign-api/campaigns/{id}/assignments`: all who may read it from now on. */
export const assignCampaignSchema = z.strictObject({ user_ids: z.array(idSchema).check(z.maxLength(200)) })
