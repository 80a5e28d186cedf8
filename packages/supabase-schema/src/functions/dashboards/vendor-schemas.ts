import * as z from 'zod/mini'

/** A count that comes as a number, as text, or not at all. */
const read = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+(\.0+)?$/.test(value.trim()) ? Number(value) : value
const count = z.pipe(z.transform(read), z.int().check(z.nonnegative()))
const countOrZero = z.pipe(
  z.transform((value) => read(value) ?? 0),
  z.int().check(z.nonnegative()),
)

/** Parses the list of an instance's workspaces. */
export const workspaceListSchema = z.object({
  data: z.array(z.object({ id: z.union([z.int(), z.string()]), name: z.string().check(z.minLength(1)) })),
})

/** Parses a token as it is made. The name of its member differs between versions. */
export const madeTokenSchema = z.object({
  data: z.object({ plain_text_token: z.optional(z.string()), token: z.optional(z.string()) }),
})

/** Parses the figures of a workspace between two days. */
export const statsSchema = z.object({
  data: z.object({
    emails_sent: count,
    interested: count,
    bounced: countOrZero,
    unsubscribed: countOrZero,
    unique_replies: z.optional(count),
    unique_replies_per_contact: z.optional(count),
    replied: z.optional(count),
  }),
})

/** Parses a page of sender accounts. */
export const senderPageSchema = z.object({
  data: z.array(
    z.object({
      id: z.union([z.int(), z.string()]),
      email: z.string().check(z.minLength(1)),
      name: z.nullish(z.string()),
      type: z.nullish(z.string()),
      status: z.nullish(z.string()),
      warmup_enabled: z.nullish(z.boolean()),
      daily_limit: countOrZero,
      emails_sent_count: countOrZero,
      bounced_count: countOrZero,
      total_replied_count: countOrZero,
      interested_leads_count: countOrZero,
      tags: z.optional(z.array(z.object({ name: z.string() }))),
    }),
  ),
  meta: z.object({ last_page: count, total: count }),
})

/** A sender account as the vendor gives it. */
export type VendorSender = z.infer<typeof senderPageSchema>['data'][number]
