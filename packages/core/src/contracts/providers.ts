import * as z from 'zod/mini'
import { idSchema, timestampSchema } from './scalars.ts'
import { e164Schema, messageChannelSchema } from './suppressions.ts'

/** The vendors that messages leave by. `console` sends nothing: it prints, and says that everything arrived. */
export const providerKinds = ['twilio', 'whatsapp-cloud', 'console'] as const

/** Parses a vendor's name. */
export const providerKindSchema = z.enum(providerKinds)

/** `twilio`, `whatsapp-cloud` or `console`. */
export type ProviderKind = z.infer<typeof providerKindSchema>

const accountSid = z
  .string()
  .check(z.regex(/^AC[0-9a-fA-F]{32}$/, 'An account SID is AC and 32 hexadecimal digits.'))
const secret = z.string().check(z.minLength(1), z.maxLength(2000))

/** Parses a Twilio account's settings: a number or a messaging service to send from. */
export const twilioConfigSchema = z.strictObject({
  account_sid: accountSid,
  from: z.optional(z.string().check(z.minLength(2), z.maxLength(20))),
  messaging_service_sid: z.optional(z.string().check(z.regex(/^MG[0-9a-fA-F]{32}$/))),
})

/** Parses a WhatsApp Cloud API number's settings. */
export const whatsappConfigSchema = z.strictObject({
  phone_number_id: z.string().check(z.regex(/^\d{5,30}$/, 'A phone number id is a row of digits.')),
  waba_id: z.optional(z.string().check(z.regex(/^\d{5,30}$/))),
  graph_version: z.optional(z.string().check(z.regex(/^v\d{1,2}\.\d$/))),
})

/** Parses settings of the console. */
export const consoleConfigSchema = z.strictObject({})

const shared = {
  name: z.string().check(z.trim(), z.minLength(1, 'Name the account.'), z.maxLength(120)),
  /** Segments (SMS) or messages (WhatsApp) in a second. */
  segments_per_second: z.optional(z.number().check(z.minimum(0.1), z.maximum(2000))),
  /** What a segment costs, in millionths of the currency's unit. @default 0 */
  price_micros: z.optional(z.int().check(z.minimum(0), z.maximum(100_000_000))),
  /** @default 'USD' */
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
}

/** Parses the body of `POST /campaign-api/providers`. The credentials are written and never read back. */
export const createProviderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('twilio'),
    config: twilioConfigSchema.check(
      z.refine((config) => config.from !== undefined || config.messaging_service_sid !== undefined, {
        path: ['from'],
        message: 'Give a number or a messaging service to send from.',
      }),
    ),
    /** `api_key` and `api_secret` sign requests where they are given; the auth token signs webhooks. */
    credentials: z.strictObject({
      auth_token: secret,
      api_key: z.optional(secret),
      api_secret: z.optional(secret),
    }),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('whatsapp-cloud'),
    config: whatsappConfigSchema,
    credentials: z.strictObject({ access_token: secret, app_secret: secret, verify_token: secret }),
  }),
  z.strictObject({ ...shared, kind: z.literal('console'), config: z.optional(consoleConfigSchema) }),
])

/** A vendor's account to send by. */
export type CreateProvider = z.infer<typeof createProviderSchema>

/** Parses the body of `PUT /campaign-api/providers/{id}`: new credentials replace all of the old ones. */
export const updateProviderSchema = z.strictObject({
  name: z.optional(shared.name),
  segments_per_second: shared.segments_per_second,
  price_micros: shared.price_micros,
  currency: shared.currency,
  credentials: z.optional(z.record(z.string(), secret)),
})

/** The parts of an account to change. */
export type UpdateProvider = z.infer<typeof updateProviderSchema>

/** Parses an account as the API shows it: without its credentials. */
export const messageProviderSchema = z.object({
  id: idSchema,
  agency_id: idSchema,
  kind: providerKindSchema,
  channel: messageChannelSchema,
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
  has_credentials: z.boolean(),
  segments_per_second: z.number(),
  price_micros: z.int(),
  currency: z.string(),
  /** Nothing is sent before then: the vendor is down or asked to wait. */
  paused_until: z.nullable(timestampSchema),
  last_error: z.nullable(z.string()),
  /** Where the vendor sends its webhooks. */
  webhook_url: z.string(),
  created_at: timestampSchema,
  updated_at: timestampSchema,
})

/** A vendor's account, without its credentials. */
export type MessageProvider = z.infer<typeof messageProviderSchema>

/** Parses the body of a test send. */
export const testSendSchema = z.strictObject({
  to: e164Schema,
  /** The record whose values fill the merge fields. @default none: fallbacks and field names are shown */
  record_id: z.optional(idSchema),
})

/** Where a test message goes. */
export type TestSend = z.infer<typeof testSendSchema>
