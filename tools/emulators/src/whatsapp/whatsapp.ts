import { createHmac, randomBytes } from 'node:crypto'
import { jsonAnswer, wait, type EmulatorAnswer, type EmulatorRequest } from '../emulator-server.ts'
import { drawLatencyMs } from '../latency.ts'
import {
  calm,
  controlOf,
  drawCode,
  serveMessagingVendor,
  type MessagingControl,
} from '../messaging-vendor.ts'
import { createRateLimit } from '../rate-limit.ts'
import { seededRandom } from '../seeded-random.ts'

/** A message that the emulator took. */
export interface WhatsAppMessage {
  id: string
  to: string
  type: string
  /** The template with its parameters, or the text. */
  content: unknown
  callbackData: string | null
}

/** What goes wrong, and how events come. */
export interface WhatsAppControl extends MessagingControl {
  /** The share of taken messages that fail later, by the code. @default none */
  failed: Readonly<Record<number, number>>
  /** The share of delivered messages that are read too. @default 0.5 */
  readShare: number
}

/** How to start it. */
export interface WhatsAppOptions extends Partial<WhatsAppControl> {
  port?: number
  /** Where events go; it may be set later. */
  webhookUrl?: string
  /** Messages in a second. @default 80 */
  messagesPerSecond?: number | null
  /** Approved templates by their names: how many parameters each takes. @default { welcome: 1 } */
  templates?: Readonly<Record<string, number>>
  /** @default 1 */
  seed?: number
}

/** A running emulator of the WhatsApp Cloud API. */
export interface WhatsAppEmulator extends AsyncDisposable {
  url: string
  phoneNumberId: string
  accessToken: string
  appSecret: string
  messages(): readonly WhatsAppMessage[]
  control(change: Partial<WhatsAppControl>): void
  sendEventsTo(webhookUrl: string): void
  /** What `X-Hub-Signature-256` says for a body. */
  sign(body: string): string
  /** Sends a message from a phone to the app, signed. Without a number it comes with a business-scoped id alone. */
  inbound(message: { from: string | null; body: string }): void
  idle(): Promise<void>
  stop(): Promise<void>
}

function graphError(status: number, code: number, message: string): EmulatorAnswer {
  return jsonAnswer(status, { error: { message, type: 'OAuthException', code, fbtrace_id: 'emulator' } })
}

interface SendBody {
  messaging_product?: string
  to?: string
  type?: string
  text?: { body?: string }
  template?: { name?: string; language?: { code?: string }; components?: { parameters?: unknown[] }[] }
  biz_opaque_callback_data?: string
}

/** Starts an emulator of the WhatsApp Cloud API. It is an emulator: nobody gets a message. */
export async function startWhatsAppEmulator(options: WhatsAppOptions = {}): Promise<WhatsAppEmulator> {
  const { messagesPerSecond = 80, templates = { welcome: 1 }, seed = 1 } = options
  const [phoneNumberId, accessToken, appSecret] = [
    '100200300400500',
    'emulator-access-token',
    'emulator-app-secret',
  ]
  const behaviour = controlOf<WhatsAppControl>({ ...calm, failed: {}, readShare: 0.5 }, options)
  let webhookUrl = options.webhookUrl ?? null
  const messages: WhatsAppMessage[] = []
  const limit = createRateLimit(messagesPerSecond)
  const random = seededRandom(seed)
  const sign = (body: string): string =>
    `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`

  function post(value: object): void {
    if (webhookUrl === null) return
    const metadata = { display_phone_number: '15550001111', phone_number_id: phoneNumberId }
    // Meta escapes what is not ASCII: whoever writes the body anew before checking its signature fails.
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '900',
          changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }],
        },
      ],
    }).replaceAll(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    vendor.callbacks.send(
      webhookUrl,
      { 'content-type': 'application/json', 'x-hub-signature-256': sign(body) },
      body,
    )
  }

  function tell(message: WhatsAppMessage): void {
    const code = drawCode(behaviour.failed, random())
    const steps =
      code !== null
        ? ['sent', 'failed']
        : random() < behaviour.readShare
          ? ['sent', 'delivered', 'read']
          : ['sent', 'delivered']
    if (random() < behaviour.reorderShare) steps.reverse()
    for (const status of steps) {
      const event = {
        id: message.id,
        status,
        timestamp: String(Math.floor(Date.now() / 1000)),
        recipient_id: message.to,
        ...(message.callbackData === null ? {} : { biz_opaque_callback_data: message.callbackData }),
        ...(status === 'failed' ? { errors: [{ code, title: `Failed with ${code} – emulated` }] } : {}),
      }
      post({ statuses: [event] })
      if (random() < behaviour.duplicateShare) post({ statuses: [event] })
    }
  }

  async function create(text: string): Promise<EmulatorAnswer | 'destroy'> {
    let body: SendBody
    try {
      body = JSON.parse(text)
    } catch {
      return graphError(400, 100, 'Invalid parameter')
    }
    await wait(drawLatencyMs(behaviour.latency, seed, messages.length), new AbortController().signal)
    const { to = '', template } = body
    if (body.messaging_product !== 'whatsapp' || !/^\d{7,15}$/.test(to))
      return graphError(400, 100, '(#100) Invalid parameter')
    if (body.type === 'text')
      return graphError(400, 131047, 'Re-engagement message: more than 24 hours have passed')
    const wanted = template?.name === undefined ? undefined : templates[template.name]
    if (wanted === undefined)
      return graphError(404, 132001, 'Template name does not exist in the translation')
    const given = (template?.components ?? []).reduce(
      (sum, component) => sum + (component.parameters?.length ?? 0),
      0,
    )
    if (given !== wanted)
      return graphError(400, 132000, 'Number of parameters does not match the expected number of params')
    const refused = drawCode(behaviour.refuse, random())
    if (refused !== null) return graphError(400, refused, `Refused with ${refused}`)
    if (!limit.take(1)) return graphError(429, 130429, 'Rate limit hit')
    const message = {
      id: `wamid.${randomBytes(20).toString('base64url')}`,
      to,
      type: body.type ?? 'template',
      content: template ?? body.text ?? null,
      callbackData: body.biz_opaque_callback_data ?? null,
    }
    messages.push(message)
    vendor.tellLater(() => tell(message))
    if (random() < behaviour.lostAnswerShare) return 'destroy'
    return jsonAnswer(200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id: message.id, message_status: 'accepted' }],
    })
  }

  async function handle({
    method,
    url,
    headers,
    body,
  }: EmulatorRequest): Promise<EmulatorAnswer | 'destroy'> {
    if (headers.authorization !== `Bearer ${accessToken}`)
      return graphError(401, 190, 'Invalid OAuth access token')
    if (method === 'POST' && /^\/v\d+\.\d\/\d+\/messages$/.test(url.pathname)) return create(body)
    if (method === 'GET' && /^\/v\d+\.\d\/\d+\/message_templates$/.test(url.pathname))
      return jsonAnswer(200, {
        data: Object.keys(templates).map((name, index) => ({
          id: String(index + 1),
          name,
          language: 'en_US',
          category: 'MARKETING',
          status: 'APPROVED',
          components: [],
        })),
        paging: { cursors: { before: 'a', after: 'b' } },
      })
    return graphError(404, 100, 'Unsupported request')
  }

  const vendor = await serveMessagingVendor({
    behaviour,
    messages,
    whenDown: graphError(503, 131016, 'Service unavailable'),
    handle,
    port: options.port,
  })
  return {
    url: vendor.url,
    phoneNumberId,
    accessToken,
    appSecret,
    messages: () => messages,
    control: (change) => void Object.assign(behaviour, change),
    sendEventsTo(next) {
      webhookUrl = next
    },
    sign,
    inbound({ from, body }) {
      const sender = from === null ? { from_user_id: 'US.1234567890' } : { from }
      post({
        contacts: [{ profile: { name: 'Ada' }, ...(from === null ? {} : { wa_id: from }) }],
        messages: [
          {
            ...sender,
            id: `wamid.${randomBytes(20).toString('base64url')}`,
            timestamp: '1',
            type: 'text',
            text: { body },
          },
        ],
      })
    },
    idle: vendor.idle,
    stop: vendor.stop,
    [Symbol.asyncDispose]: vendor.stop,
  }
}
