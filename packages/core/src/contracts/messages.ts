import * as z from 'zod/mini'
import { countSchema, idSchema, timestampSchema } from './scalars.ts'

/** The states of a message; they only move forward. */
export const messageStatuses = ['pending', 'held', 'sent', 'delivered', 'failed', 'suppressed'] as const

/** Parses a message's status. */
export const messageStatusSchema = z.enum(messageStatuses)

/** `pending, held, sent, delivered, failed, suppressed`. */
export type MessageStatus = z.infer<typeof messageStatusSchema>

/** Why a message is held, was not sent, or was skipped, beside the vendors' own codes. ERROR_CODES.md explains each. */
export const messageReasons = [
  'QUIET_HOURS',
  'FREQUENCY_CAP',
  'OPTED_OUT',
  'NO_CONSENT',
  'MISSING_VALUE',
  'EMPTY_MESSAGE',
  'TOO_LONG',
  'INVALID_NUMBER',
  'LANDLINE',
  'NO_NUMBER',
  'DUPLICATE',
  'EXPIRED',
  'CANCELLED',
  'IN_DOUBT',
] as const

/** A stable name of what keeps a message from being sent. */
export type MessageReason = (typeof messageReasons)[number]

/** Parses a row of the ledger. */
export const campaignMessageSchema = z.object({
  id: idSchema,
  campaign_id: idSchema,
  record_id: z.nullable(idSchema),
  recipient: z.string(),
  status: messageStatusSchema,
  /** A {@link MessageReason}, or the vendor's error code. */
  reason: z.nullable(z.string()),
  reason_message: z.nullable(z.string()),
  /** The text as it was sent, merge fields filled. */
  body: z.nullable(z.string()),
  segments: z.nullable(countSchema),
  cost_micros: z.nullable(countSchema),
  attempts: countSchema,
  provider_message_id: z.nullable(z.string()),
  held_until: z.nullable(timestampSchema),
  expires_at: z.nullable(timestampSchema),
  sent_at: z.nullable(timestampSchema),
  delivered_at: z.nullable(timestampSchema),
  read_at: z.nullable(timestampSchema),
  failed_at: z.nullable(timestampSchema),
  updated_at: timestampSchema,
})

/** One recipient of a campaign and what became of their message. */
export type CampaignMessage = z.infer<typeof campaignMessageSchema>

/** Parses what a campaign's `messages` lists. */
export const messageQuerySchema = z.strictObject({
  status: z.optional(messageStatusSchema),
  reason: z.optional(z.string().check(z.maxLength(40))),
  /** A part of the number. */
  search: z.optional(z.string().check(z.maxLength(20))),
  offset: z.optional(countSchema),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
})

/** Which messages to list. */
export type MessageQuery = z.infer<typeof messageQuerySchema>

/** Parses a page of the ledger. */
export const messagePageSchema = z.object({ messages: z.array(campaignMessageSchema), total: countSchema })

/** A page of the ledger; `total` counts all that match. */
export type MessagePage = z.infer<typeof messagePageSchema>

/** Parses a record that matched and got no message. */
export const campaignSkipSchema = z.object({
  record_id: idSchema,
  reason: z.enum(['DUPLICATE', 'NO_NUMBER', 'INVALID_NUMBER']),
  /** What stands in the phone field. */
  value: z.nullable(z.string()),
})

/** A record that matched and got no message. */
export type CampaignSkip = z.infer<typeof campaignSkipSchema>

/** Parses a page of skipped records. */
export const skipPageSchema = z.object({ skipped: z.array(campaignSkipSchema), total: countSchema })

/** A page of skipped records. */
export type SkipPage = z.infer<typeof skipPageSchema>

/** Parses what would happen to a recipient. */
export const dispositionSchema = z.enum(['send', 'hold', 'suppress', 'fail', 'skip'])

/** `send` at once, `hold` until later, `suppress`, `fail` before it is sent, or `skip` without a message. */
export type Disposition = z.infer<typeof dispositionSchema>

/** Parses what would happen to one recipient. */
export const simulatedMessageSchema = z.object({
  record_id: idSchema,
  recipient: z.nullable(z.string()),
  disposition: dispositionSchema,
  reason: z.nullable(z.string()),
  reason_message: z.nullable(z.string()),
  text: z.nullable(z.string()),
  segments: countSchema,
  cost_micros: countSchema,
  held_until: z.nullable(timestampSchema),
})

/** What would happen to one recipient. */
export type SimulatedMessage = z.infer<typeof simulatedMessageSchema>

/** Parses what `POST /campaign-api/campaigns/{id}/simulate` takes. */
export const simulateQuerySchema = z.strictObject({
  offset: z.optional(countSchema),
  /** At most 200. @default 50 */
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
  /** The moment to simulate. @default when it is scheduled, or now */
  at: z.optional(timestampSchema),
})

/** Which part of the audience to simulate, and when. */
export type SimulateQuery = z.infer<typeof simulateQuerySchema>

/** Parses a simulation: a page of recipients, and the whole audience's sums. */
export const simulationSchema = z.object({
  messages: z.array(simulatedMessageSchema),
  totals: z.object({
    matched: countSchema,
    send: countSchema,
    hold: countSchema,
    suppress: countSchema,
    fail: countSchema,
    skip: countSchema,
    segments: countSchema,
    cost_micros: countSchema,
  }),
  currency: z.string(),
  /** Whether the sums are of every recipient, or reckoned from the first 20,000. */
  exact: z.boolean(),
  /** Whether sending needs `confirmed_recipients`. */
  needs_confirmation: z.boolean(),
})

/** What would happen to an audience. */
export type Simulation = z.infer<typeof simulationSchema>

/** Parses the answer to a test send. */
export const testSendResultSchema = z.object({
  provider_message_id: z.string(),
  text: z.string(),
  segments: countSchema,
})

/** What a test send did. */
export type TestSendResult = z.infer<typeof testSendResultSchema>

/** Parses an inbound message. */
export const inboundMessageSchema = z.object({
  id: idSchema,
  provider_id: idSchema,
  sender: z.nullable(z.string()),
  body: z.nullable(z.string()),
  /** What it asked for: to opt out, to opt in again, or help. */
  keyword: z.nullable(z.enum(['stop', 'start', 'help'])),
  received_at: timestampSchema,
})

/** A message that somebody sent to the agency. */
export type InboundMessage = z.infer<typeof inboundMessageSchema>
