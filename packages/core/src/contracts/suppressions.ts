import * as z from 'zod/mini'
import { countSchema, idSchema, timestampSchema } from './scalars.ts'

/** The ways by which messages leave. */
export const messageChannels = ['sms', 'whatsapp'] as const

/** Parses a channel's name. */
export const messageChannelSchema = z.enum(messageChannels)

/** `sms` or `whatsapp`. */
export type MessageChannel = z.infer<typeof messageChannelSchema>

/** Parses a phone number as E.164, such as `+12015550123`. */
export const e164Schema = z
  .string()
  .check(z.regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country code, such as +12015550123.'))

/** Parses why nothing is sent to an address. */
export const suppressionReasonSchema = z.enum(['opted_out', 'complaint', 'invalid', 'manual'])

/** Parses where a suppression comes from: the recipient's own message, the vendor's answer, a person, or a list that was imported. */
export const suppressionSourceSchema = z.enum(['inbound', 'vendor', 'user', 'import'])

/** Parses a row of `public.suppressions`. */
export const suppressionSchema = z.object({
  id: idSchema,
  agency_id: idSchema,
  channel: messageChannelSchema,
  address: e164Schema,
  reason: suppressionReasonSchema,
  source: suppressionSourceSchema,
  note: z.nullable(z.string()),
  created_at: timestampSchema,
})

/** An address that nothing is sent to on a channel. */
export type Suppression = z.infer<typeof suppressionSchema>

/** Parses the body of `POST /campaign-api/suppressions`: up to 1,000 addresses. */
export const createSuppressionsSchema = z.strictObject({
  channel: messageChannelSchema,
  addresses: z.array(e164Schema).check(z.minLength(1), z.maxLength(1000)),
  /** @default 'manual' */
  reason: z.optional(suppressionReasonSchema),
  note: z.optional(z.string().check(z.maxLength(500))),
})

/** Addresses that nothing is to be sent to. */
export type CreateSuppressions = z.infer<typeof createSuppressionsSchema>

/** Parses the answer to it: how many are new. */
export const suppressionsAddedSchema = z.object({ added: countSchema, known: countSchema })

/** Parses what `GET /campaign-api/suppressions` lists. */
export const suppressionQuerySchema = z.strictObject({
  channel: z.optional(messageChannelSchema),
  /** A part of the address. */
  search: z.optional(z.string().check(z.maxLength(20))),
  offset: z.optional(countSchema),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
})

/** Which suppressions to list. */
export type SuppressionQuery = z.infer<typeof suppressionQuerySchema>

/** Parses a page of suppressions, newest first. */
export const suppressionPageSchema = z.object({
  suppressions: z.array(suppressionSchema),
  total: countSchema,
})

/** A page of suppressions; `total` counts all that match. */
export type SuppressionPage = z.infer<typeof suppressionPageSchema>
