import { twilioConfigSchema } from '@headwater/core/contracts'
import { Buffer } from 'node:buffer'
import * as z from 'zod/mini'
import { postOnce } from './post-once.ts'
import {
  outcomeOfFailure,
  webhookUrlOf,
  type SendOutcome,
  type Vendor,
  type VendorAccount,
  type VendorSettings,
} from './vendor.ts'

const createdSchema = z.object({ sid: z.string() })
const errorSchema = z.object({ code: z.optional(z.nullable(z.int())), message: z.optional(z.string()) })
const listSchema = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      to: z.string(),
      body: z.nullable(z.string()),
      date_created: z.nullable(z.string()),
    }),
  ),
  next_page_uri: z.optional(z.nullable(z.string())),
})

/** Clocks may differ by that much. */
const SKEW_MS = 120_000

/** A text's letters and digits: smart encoding may have changed the rest. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** What Twilio's error means for a message. Only “too many requests” is safe to repeat: nothing was taken. An unknown code is permanent. */
function outcomeOf(status: number, body: unknown, retryAfter: string | null): SendOutcome {
  const error = errorSchema.safeParse(body)
  const code = String(error.data?.code ?? status)
  const message = error.data?.message ?? `Twilio answered ${status}.`
  if (status === 429 || code === '20429')
    return {
      outcome: 'refused',
      code,
      message,
      retryAfterMs: Number(retryAfter ?? 1) * 1000 || 1000,
      isOutage: false,
    }
  if (status === 401 || code === '20003') return { outcome: 'unauthorized', message }
  if (code === '21610') return { outcome: 'opted_out', code, message }
  // A gateway's error says nothing about what happened behind it.
  if (status >= 500) return { outcome: 'unknown', message }
  return { outcome: 'rejected', code, message }
}

/** Makes the client of a Twilio account. */
export function createTwilio(account: VendorAccount, settings: VendorSettings): Vendor {
  const config = twilioConfigSchema.parse(account.config)
  const { auth_token, api_key, api_secret } = account.credentials
  const login =
    api_key !== undefined && api_secret !== undefined
      ? `${api_key}:${api_secret}`
      : `${config.account_sid}:${auth_token}`
  const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  const path = `/2010-04-01/Accounts/${config.account_sid}/Messages.json`

  return {
    canFind: true,
    async send(message) {
      const form = new URLSearchParams({
        To: message.to,
        Body: message.body,
        StatusCallback: `${webhookUrlOf(settings, account)}/status?message=${message.id}`,
      })
      if (config.messaging_service_sid !== undefined)
        form.set('MessagingServiceSid', config.messaging_service_sid)
      if (config.from !== undefined) form.set('From', config.from)
      try {
        const response = await postOnce(`${settings.twilioUrl}${path}`, {
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
          timeoutMs: settings.timeoutMs,
        })
        const body: unknown = await response.json().catch(() => null)
        if (!response.ok) return outcomeOf(response.status, body, response.headers.get('retry-after'))
        const created = createdSchema.safeParse(body)
        if (!created.success) return { outcome: 'unknown', message: 'Twilio’s answer has no sid.' }
        return { outcome: 'accepted', providerMessageId: created.data.sid }
      } catch (error) {
        return outcomeOfFailure(error)
      }
    },
    async find(message, startedAt, isKnown) {
      const since = new Date(startedAt.getTime() - SKEW_MS)
      const query = new URLSearchParams({
        To: message.to,
        PageSize: '1000',
        'DateSent>': since.toISOString().slice(0, 10),
      })
      let next: string | null = `${path}?${query}`
      const candidates: string[] = []
      try {
        while (next !== null) {
          const response: Response = await fetch(`${settings.twilioUrl}${next}`, {
            headers,
            signal: AbortSignal.timeout(settings.timeoutMs),
          })
          const page = listSchema.safeParse(await response.json().catch(() => null))
          if (!response.ok || !page.success) return { outcome: 'unknown' }
          for (const one of page.data.messages) {
            const created = one.date_created === null ? Number.NaN : Date.parse(one.date_created)
            if (
              one.to === message.to &&
              !(created < since.getTime()) &&
              lettersOf(one.body ?? '') === lettersOf(message.body)
            )
              candidates.push(one.sid)
          }
          next = page.data.next_page_uri ?? null
        }
      } catch {
        return { outcome: 'unknown' }
      }
      const known = await isKnown(candidates)
      const own = candidates.find((sid) => !known.has(sid))
      return own === undefined ? { outcome: 'absent' } : { outcome: 'accepted', providerMessageId: own }
    },
  }
}
