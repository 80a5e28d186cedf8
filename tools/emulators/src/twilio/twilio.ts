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
export interface TwilioMessage {
  sid: string
  to: string
  from: string
  body: string
  statusCallback: string | null
  status: string
  errorCode: number | null
  segments: number
  createdAt: Date
}

/** What goes wrong, and how events come. What is left out of a change stays. */
export interface TwilioControl extends MessagingControl {
  /** The share of taken messages that are not delivered, by the code. @default none */
  undelivered: Readonly<Record<number, number>>
  /** Whether events are sent at all. @default true */
  callbacks: boolean
}

/** How to start it. */
export interface TwilioOptions extends Partial<TwilioControl> {
  port?: number
  accountSid?: string
  authToken?: string
  /** Segments in a second; more are answered with 429. @default null: no limit */
  segmentsPerSecond?: number | null
  /** Draws are the same for the same seed. @default 1 */
  seed?: number
}

/** A running emulator of Twilio's Messaging API. */
export interface TwilioEmulator extends AsyncDisposable {
  url: string
  accountSid: string
  authToken: string
  /** Every message that it took, in their order. */
  messages(): readonly TwilioMessage[]
  /** Requests of any kind, refused ones too. */
  requests(): { send: number; list: number; tooMany: number }
  control(change: Partial<TwilioControl>): void
  /** What `X-Twilio-Signature` says for a request. */
  sign(url: string, parameters: Readonly<Record<string, string>>): string
  /** Sends a message from a phone to the app, signed. Resolves with the answer's status. */
  inbound(url: string, message: { from: string; to?: string; body: string; sid?: string }): Promise<number>
  /** Resolves when every event has been taken or given up. */
  idle(): Promise<void>
  /** Events that the app took. */
  callbacksTaken(): number
  stop(): Promise<void>
}

const gsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ]*$/

function segmentsOf(text: string): number {
  const [single, many] = gsm.test(text) ? [160, 153] : [70, 67]
  return text.length <= single ? 1 : Math.ceil(text.length / many)
}

function errorAnswer(
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): EmulatorAnswer {
  return jsonAnswer(
    status,
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    headers,
  )
}

/** Starts an emulator of Twilio. It is an emulator: nobody gets a message. */
export async function startTwilioEmulator(options: TwilioOptions = {}): Promise<TwilioEmulator> {
  const {
    accountSid = `AC${'0'.repeat(31)}1`,
    authToken = 'emulator-auth-token',
    segmentsPerSecond = null,
    seed = 1,
  } = options
  const behaviour = controlOf<TwilioControl>({ ...calm, undelivered: {}, callbacks: true }, options)
  const messages: TwilioMessage[] = []
  const byRecipient = new Map<string, TwilioMessage[]>()
  const counts = { send: 0, list: 0, tooMany: 0 }
  const limit = createRateLimit(segmentsPerSecond)
  const random = seededRandom(seed)
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const path = `/2010-04-01/Accounts/${accountSid}/Messages`

  function sign(url: string, parameters: Readonly<Record<string, string>>): string {
    const text = Object.keys(parameters)
      .toSorted((left, right) => (left < right ? -1 : 1))
      .reduce((joined, name) => joined + name + parameters[name], url)
    return createHmac('sha1', authToken).update(text).digest('base64')
  }

  function post(url: string, parameters: Record<string, string>): void {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(url, parameters),
    }
    vendor.callbacks.send(url, headers, new URLSearchParams(parameters).toString())
  }

  function tell(message: TwilioMessage): void {
    const { statusCallback: url } = message
    const code = drawCode(behaviour.undelivered, random())
    const last = code === null ? 'delivered' : 'undelivered'
    message.status = last
    message.errorCode = code
    if (url === null || !behaviour.callbacks) return
    const steps = ['sent', last]
    if (random() < behaviour.reorderShare) steps.reverse()
    for (const status of steps) {
      const parameters = {
        MessageSid: message.sid,
        SmsSid: message.sid,
        MessageStatus: status,
        SmsStatus: status,
        AccountSid: accountSid,
        From: message.from,
        To: message.to,
        ApiVersion: '2010-04-01',
        ...(status === 'undelivered' && code !== null ? { ErrorCode: String(code) } : {}),
      }
      post(url, parameters)
      if (random() < behaviour.duplicateShare) post(url, parameters)
    }
  }

  function json(message: TwilioMessage): object {
    return {
      sid: message.sid,
      account_sid: accountSid,
      messaging_service_sid: null,
      to: message.to,
      from: message.from,
      body: message.body,
      status: message.status,
      direction: 'outbound-api',
      num_segments: String(message.segments),
      price: null,
      price_unit: 'USD',
      error_code: message.errorCode,
      error_message: null,
      date_created: message.createdAt.toUTCString(),
      date_sent: message.createdAt.toUTCString(),
      date_updated: message.createdAt.toUTCString(),
      uri: `${path}/${message.sid}.json`,
    }
  }

  async function create({ body }: EmulatorRequest): Promise<EmulatorAnswer | 'destroy'> {
    const form = new URLSearchParams(body)
    const [to, text] = [form.get('To') ?? '', form.get('Body') ?? '']
    // The vendor works on whether the caller waits or not.
    await wait(drawLatencyMs(behaviour.latency, seed, counts.send), new AbortController().signal)
    if (!/^\+[1-9]\d{6,14}$/.test(to))
      return errorAnswer(400, 21211, `The 'To' number ${to} is not a valid phone number.`)
    if (!form.has('From') && !form.has('MessagingServiceSid'))
      return errorAnswer(400, 21603, `A 'From' phone number is required.`)
    if (text === '') return errorAnswer(400, 21602, 'Message body is required.')
    if (text.length > 1600)
      return errorAnswer(400, 21617, 'The concatenated message body exceeds the 1600 character limit.')
    const refused = drawCode(behaviour.refuse, random())
    if (refused !== null) return errorAnswer(400, refused, `Refused with ${refused}.`)
    const segments = segmentsOf(text)
    if (!limit.take(segments)) {
      counts.tooMany++
      return errorAnswer(429, 20429, 'Too Many Requests', { 'retry-after': '1' })
    }
    const message: TwilioMessage = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to,
      from: form.get('From') ?? '+15005550006',
      body: text,
      statusCallback: form.get('StatusCallback'),
      status: 'queued',
      errorCode: null,
      segments,
      createdAt: new Date(),
    }
    messages.push(message)
    byRecipient.set(to, [...(byRecipient.get(to) ?? []), message])
    const answer = jsonAnswer(201, json(message))
    vendor.tellLater(() => tell(message))
    return random() < behaviour.lostAnswerShare ? 'destroy' : answer
  }

  function list(url: URL): EmulatorAnswer {
    counts.list++
    const to = url.searchParams.get('To')
    const since = url.searchParams.get('DateSent>')
    const size = Math.min(1000, Number(url.searchParams.get('PageSize') ?? 50))
    const page = Number(url.searchParams.get('Page') ?? 0)
    const found = (to === null ? messages : (byRecipient.get(to) ?? []))
      .filter((message) => since === null || message.createdAt.toISOString().slice(0, 10) >= since)
      .toReversed()
    const rest = new URLSearchParams(url.searchParams)
    rest.set('Page', String(page + 1))
    return jsonAnswer(200, {
      messages: found.slice(page * size, (page + 1) * size).map(json),
      page,
      page_size: size,
      next_page_uri: found.length > (page + 1) * size ? `${path}.json?${rest}` : null,
    })
  }

  async function handle(request: EmulatorRequest): Promise<EmulatorAnswer | 'destroy'> {
    const { method, url } = request
    if (request.headers.authorization !== basic) return errorAnswer(401, 20003, 'Authenticate')
    if (url.pathname === `${path}.json` && method === 'POST') {
      counts.send++
      return create(request)
    }
    if (url.pathname === `${path}.json` && method === 'GET') return list(url)
    const sid = /\/Messages\/(SM[0-9a-f]{32})\.json$/.exec(url.pathname)?.[1]
    const message = messages.find((one) => one.sid === sid)
    if (message !== undefined && method === 'GET') return jsonAnswer(200, json(message))
    return errorAnswer(404, 20404, `The requested resource ${url.pathname} was not found`)
  }

  const vendor = await serveMessagingVendor({
    behaviour,
    messages,
    whenDown: errorAnswer(503, 20503, 'Service unavailable'),
    handle,
    port: options.port,
  })
  return {
    url: vendor.url,
    accountSid,
    authToken,
    messages: () => messages,
    requests: () => ({ ...counts }),
    control: (change) => void Object.assign(behaviour, change),
    sign,
    async inbound(url, { from, to = '+15005550006', body, sid = `SM${randomBytes(16).toString('hex')}` }) {
      const parameters = {
        MessageSid: sid,
        SmsSid: sid,
        AccountSid: accountSid,
        From: from,
        To: to,
        Body: body,
        NumSegments: '1',
        ApiVersion: '2010-04-01',
      }
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': sign(url, parameters),
        },
        body: new URLSearchParams(parameters).toString(),
      })
      await response.arrayBuffer()
      return response.status
    },
    idle: vendor.idle,
    callbacksTaken: vendor.callbacks.taken,
    stop: vendor.stop,
    [Symbol.asyncDispose]: vendor.stop,
  }
}
