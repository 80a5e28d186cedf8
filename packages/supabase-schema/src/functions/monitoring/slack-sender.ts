import * as z from 'zod/mini'

/** Where to send: an incoming webhook, or a bot that can edit what it posted. */
export interface SlackDestination {
  kind: 'webhook' | 'bot'
  /** The webhook's address, or the bot's token. */
  secret: string
  channel: string | null
}

/** A message that was sent before, which a bot edits. */
export interface SentMessage {
  channel: string
  ts: string
}

/** How sending ended. `sent` is null for a webhook, whose messages can't be found again. */
export type SendResult =
  | { state: 'sent'; sent: SentMessage | null }
  | { state: 'failed'; reason: string; retryAfterMs: number | null }

/** What {@link sendToSlack} takes besides the message. */
export interface SlackSenderOptions {
  /** Replaces the origin of Slack's own addresses: an emulator's. */
  origin: string | null
  timeoutMs: number
}

const answerSchema = z.object({
  ok: z.boolean(),
  error: z.optional(z.string()),
  ts: z.optional(z.string()),
  channel: z.optional(z.string()),
})

function addressOf(url: string, origin: string | null): string {
  if (origin === null) return url
  const { pathname } = new URL(url)
  return new URL(pathname, origin).href
}

/** Sends a message, or edits the one that was sent before. Never throws. */
export async function sendToSlack(
  { kind, secret, channel }: SlackDestination,
  message: object,
  before: SentMessage | null,
  { origin, timeoutMs }: SlackSenderOptions,
): Promise<SendResult> {
  const edited = kind === 'bot' ? before : null
  const method = edited ? 'chat.update' : 'chat.postMessage'
  const url = kind === 'webhook' ? secret : `https://slack.com/api/${method}`
  const target = edited ? { channel: edited.channel, ts: edited.ts } : kind === 'bot' ? { channel } : {}
  try {
    const response = await fetch(addressOf(url, origin), {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(kind === 'bot' ? { authorization: `Bearer ${secret}` } : {}),
      },
      body: JSON.stringify({ ...target, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    if (!response.ok) {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
      return {
        state: 'failed',
        reason: `${response.status} ${text.slice(0, 100)}`,
        retryAfterMs: Number.isNaN(seconds) ? null : seconds * 1000,
      }
    }
    if (kind === 'webhook') return { state: 'sent', sent: null }
    const answer = answerSchema.parse(JSON.parse(text))
    // Somebody deleted the message: the news is posted anew.
    if (!answer.ok && answer.error === 'message_not_found' && edited)
      return await sendToSlack({ kind, secret, channel }, message, null, { origin, timeoutMs })
    if (!answer.ok || answer.ts === undefined)
      return { state: 'failed', reason: answer.error ?? 'Slack gave no reason.', retryAfterMs: null }
    return { state: 'sent', sent: { channel: answer.channel ?? channel ?? '', ts: answer.ts } }
  } catch (error) {
    return {
      state: 'failed',
      reason: error instanceof Error ? error.name : 'unreachable',
      retryAfterMs: null,
    }
  }
}
