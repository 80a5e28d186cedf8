import { whatsappConfigSchema } from '@headwater/core/contracts'
import * as z from 'zod/mini'
import { postOnce } from './post-once.ts'
import {
  outcomeOfFailure,
  type SendOutcome,
  type Vendor,
  type VendorAccount,
  type VendorSettings,
} from './vendor.ts'

const sentSchema = z.object({ messages: z.array(z.object({ id: z.string() })).check(z.minLength(1)) })
const errorSchema = z.object({ error: z.object({ code: z.int(), message: z.string() }) })

/** Codes that say “too many now”: nothing was taken. */
const refused = new Set([4, 80007, 130429, 131048, 131056])

function outcomeOf(status: number, body: unknown): SendOutcome {
  const error = errorSchema.safeParse(body)
  const code = error.data?.error.code ?? status
  const message = error.data?.error.message ?? `WhatsApp answered ${status}.`
  if (refused.has(code) || status === 429)
    return {
      outcome: 'refused',
      code: String(code),
      message,
      retryAfterMs: code === 131056 ? 6000 : 1000,
      isOutage: false,
    }
  if (code === 190 || status === 401) return { outcome: 'unauthorized', message }
  if (code === 131050) return { outcome: 'opted_out', code: String(code), message }
  if (status >= 500) return { outcome: 'unknown', message }
  return { outcome: 'rejected', code: String(code), message }
}

/** Makes the client of a WhatsApp number. The API can't be asked for a message that was sent: an attempt in doubt waits for its webhook. */
export function createWhatsAppCloud(account: VendorAccount, settings: VendorSettings): Vendor {
  const config = whatsappConfigSchema.parse(account.config)
  const url = `${settings.graphUrl}/${config.graph_version ?? 'v23.0'}/${config.phone_number_id}/messages`
  return {
    canFind: false,
    find: async () => ({ outcome: 'unknown' }),
    async send({ id, to, body, template }) {
      const content =
        template === undefined
          ? { type: 'text', text: { body } }
          : {
              type: 'template',
              template: {
                name: template.name,
                language: { code: template.language },
                components:
                  template.parameters.length === 0
                    ? []
                    : [
                        {
                          type: 'body',
                          parameters: template.parameters.map((text) => ({ type: 'text', text })),
                        },
                      ],
              },
            }
      try {
        const response = await postOnce(url, {
          headers: {
            authorization: `Bearer ${account.credentials['access_token']}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({
            messaging_product: 'whatsapp',
            recipient_type: 'individual',
            to: to.slice(1),
            biz_opaque_callback_data: id,
            ...content,
          }),
          timeoutMs: settings.timeoutMs,
        })
        const answer: unknown = await response.json().catch(() => null)
        if (!response.ok) return outcomeOf(response.status, answer)
        const sent = sentSchema.safeParse(answer)
        const providerMessageId = sent.data?.messages[0]?.id
        if (providerMessageId === undefined)
          return { outcome: 'unknown', message: 'WhatsApp’s answer has no id.' }
        return { outcome: 'accepted', providerMessageId }
      } catch (error) {
        return outcomeOfFailure(error)
      }
    },
  }
}
