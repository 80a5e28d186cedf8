import { keywordOf } from '@headwater/core/messaging'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import { messageOf } from '../vendor-messages.ts'

const statusSchema = z.object({
  id: z.string(),
  status: z.string(),
  timestamp: z.optional(z.union([z.string(), z.number()])),
  biz_opaque_callback_data: z.optional(z.string()),
  errors: z.optional(
    z.array(z.object({ code: z.int(), title: z.optional(z.string()), message: z.optional(z.string()) })),
  ),
})
const messageSchema = z.object({
  id: z.string(),
  /** Absent where the user has a business-scoped id alone. */
  from: z.optional(z.string()),
  from_user_id: z.optional(z.string()),
  text: z.optional(z.object({ body: z.string() })),
  button: z.optional(z.object({ text: z.string() })),
})
const eventSchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          field: z.string(),
          value: z.object({
            statuses: z.optional(z.array(z.unknown())),
            messages: z.optional(z.array(z.unknown())),
          }),
        }),
      ),
    }),
  ),
})

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

async function takeStatus(sql: postgres.Sql, providerId: string, input: unknown): Promise<void> {
  const parsed = statusSchema.safeParse(input)
  if (!parsed.success) return
  const { id, status, timestamp, biz_opaque_callback_data: own, errors } = parsed.data
  if (!['sent', 'delivered', 'read', 'failed'].includes(status)) return
  const seconds = Number(timestamp)
  const at = Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : new Date()
  const error = errors?.[0]
  const code = error === undefined ? null : String(error.code)
  const sentence = code === null ? null : messageOf(code, error?.message ?? error?.title ?? null)
  await sql`select headwater.apply_delivery(${providerId}, ${`${id}:${status}`}, ${own !== undefined && uuid.test(own) ? own : null}, ${id}, ${status},
    ${code}, ${sentence}, ${at})`
}

async function takeMessage(sql: postgres.Sql, providerId: string, input: unknown): Promise<void> {
  const parsed = messageSchema.safeParse(input)
  if (!parsed.success) return
  const { id, from, from_user_id: userId, text, button } = parsed.data
  const number = from === undefined ? '' : `+${from}`
  const sender = /^\+[1-9]\d{6,14}$/.test(number) ? number : null
  const body = text?.body ?? button?.text ?? ''
  await sql`select headwater.apply_inbound(${providerId}, ${id}, ${sender}, ${from ?? userId ?? null}, ${body}, ${keywordOf(body)})`
}

/** Takes everything that an event of Meta's carries. Parts that are not understood are left out. */
export async function takeMetaEvent(sql: postgres.Sql, providerId: string, body: unknown): Promise<void> {
  const event = eventSchema.safeParse(body)
  if (!event.success) return
  for (const { changes } of event.data.entry)
    for (const { field, value } of changes) {
      if (field !== 'messages') continue
      for (const status of value.statuses ?? []) await takeStatus(sql, providerId, status)
      for (const message of value.messages ?? []) await takeMessage(sql, providerId, message)
    }
}
