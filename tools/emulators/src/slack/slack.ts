import { jsonAnswer, serveEmulator, type EmulatorAnswer, type EmulatorRequest } from '../emulator-server.ts'

/** A message as Slack would show it. */
export interface SlackMessage {
  /** Its id within the channel. */
  ts: string
  channel: string
  /** How it came: a webhook's can't be changed later. */
  via: 'webhook' | 'bot'
  text: string
  blocks: unknown
  /** Each text that it had before. */
  edits: string[]
  /** The message that it answers, or null. */
  threadTs: string | null
}

/** What goes wrong: the answer to every request while it is set. */
export type SlackFault = 'none' | 'error' | 'rate-limited' | 'no-service' | 'disconnect'

/** A running emulator of Slack's incoming webhooks, `chat.postMessage` and `chat.update`. */
export interface SlackEmulator extends AsyncDisposable {
  url: string
  /** The address of an incoming webhook. */
  webhookUrl: string
  /** A bot's token for `chat.postMessage` and `chat.update`. */
  botToken: string
  messages(): readonly SlackMessage[]
  /** Requests of either kind, refused ones too. */
  requests(): number
  control(fault: SlackFault): void
  stop(): Promise<void>
}

const textAnswer = (status: number, body: string, headers: Record<string, string> = {}): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
})

function parsed(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Starts an emulator of Slack. It is an emulator: nothing leaves the machine. */
export async function startSlackEmulator({ port = 0 }: { port?: number } = {}): Promise<SlackEmulator> {
  const hookPath = '/services/T000/B000/secret'
  const botToken = 'xoxb-emulator'
  const messages: SlackMessage[] = []
  let fault: SlackFault = 'none'
  let requests = 0

  function post(body: Record<string, unknown>, via: SlackMessage['via'], channel: string): SlackMessage {
    const ts = `${Math.floor(Date.now() / 1000)}.${String(messages.length + 1).padStart(6, '0')}`
    const threadTs = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : null
    const message = {
      ts,
      channel,
      via,
      text: textOf(body['text']),
      blocks: body['blocks'] ?? null,
      edits: [],
      threadTs,
    }
    messages.push(message)
    return message
  }

  function answerHook(body: string): EmulatorAnswer {
    const payload = parsed(body)
    if (!payload) return textAnswer(400, 'invalid_payload')
    if (textOf(payload['text']) === '') return textAnswer(400, 'no_text')
    post(payload, 'webhook', 'C-webhook')
    return textAnswer(200, 'ok')
  }

  function answerBot(request: EmulatorRequest): EmulatorAnswer {
    if (request.headers.authorization !== `Bearer ${botToken}`)
      return jsonAnswer(200, { ok: false, error: 'invalid_auth' })
    const payload = parsed(request.body)
    if (!payload) return jsonAnswer(200, { ok: false, error: 'invalid_json' })
    const channel = textOf(payload['channel'])
    if (request.url.pathname === '/api/chat.postMessage') {
      const message = post(payload, 'bot', channel)
      return jsonAnswer(200, { ok: true, channel, ts: message.ts, message: { text: message.text } })
    }
    const message = messages.find((one) => one.ts === payload['ts'] && one.channel === channel)
    if (!message) return jsonAnswer(200, { ok: false, error: 'message_not_found' })
    message.edits.push(message.text)
    message.text = textOf(payload['text'])
    message.blocks = payload['blocks'] ?? null
    return jsonAnswer(200, { ok: true, channel, ts: message.ts, text: message.text })
  }

  const server = await serveEmulator(async (request) => {
    if (request.url.pathname === '/__emulator/messages') return jsonAnswer(200, messages)
    if (request.url.pathname === '/__emulator/fault' && request.method === 'PUT') {
      const change: { fault: SlackFault } = JSON.parse(request.body)
      fault = change.fault
      return jsonAnswer(200, change)
    }
    requests++
    if (fault === 'disconnect') return 'destroy'
    if (fault === 'error') return textAnswer(500, 'rollup_error')
    if (fault === 'rate-limited') return textAnswer(429, 'rate_limited', { 'retry-after': '1' })
    if (fault === 'no-service') return textAnswer(404, 'no_service')
    if (request.method === 'POST' && request.url.pathname === hookPath) return answerHook(request.body)
    if (request.method === 'POST' && /^\/api\/chat\.(postMessage|update)$/.test(request.url.pathname))
      return answerBot(request)
    return textAnswer(404, 'no_service')
  }, port)

  return {
    url: server.url,
    webhookUrl: `${server.url}${hookPath}`,
    botToken,
    messages: () => messages,
    requests: () => requests,
    control(next) {
      fault = next
    },
    stop: server.stop,
    [Symbol.asyncDispose]: server.stop,
  }
}
