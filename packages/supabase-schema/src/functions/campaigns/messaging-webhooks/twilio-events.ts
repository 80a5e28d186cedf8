import { keywordOf } from '@headwater/core/messaging'
import type postgres from 'postgres'
import { messageOf } from '../vendor-messages.ts'

const states: Readonly<Record<string, 'sent' | 'delivered' | 'read' | 'failed'>> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** Takes a status of a message: `message` is our own id, out of the callback's address. */
export async function takeTwilioStatus(
  sql: postgres.Sql,
  providerId: string,
  form: URLSearchParams,
  message: string | null,
): Promise<void> {
  const sid = form.get('MessageSid') ?? form.get('SmsSid')
  const status = states[form.get('MessageStatus') ?? form.get('SmsStatus') ?? '']
  if (sid === null || status === undefined) return
  const code = form.get('ErrorCode')
  const id = message !== null && uuid.test(message) ? message : null
  await sql`select headwater.apply_delivery(${providerId}, ${`${sid}:${form.get('MessageStatus')}`}, ${id}, ${sid}, ${status}, ${code},
    ${code === null ? null : messageOf(code, form.get('ErrorMessage'))}, ${new Date()})`
}

/** Takes a message that somebody sent. */
export async function takeTwilioMessage(
  sql: postgres.Sql,
  providerId: string,
  form: URLSearchParams,
): Promise<void> {
  const sid = form.get('MessageSid') ?? form.get('SmsSid')
  if (sid === null) return
  const body = form.get('Body') ?? ''
  const from = form.get('From') ?? ''
  const sender = /^\+[1-9]\d{6,14}$/.test(from) ? from : null
  // Advanced Opt-Out says what it took the message for.
  const optOutType = form.get('OptOutType')?.toLowerCase()
  const keyword =
    optOutType === 'stop' || optOutType === 'start' || optOutType === 'help' ? optOutType : keywordOf(body)
  await sql`select headwater.apply_inbound(${providerId}, ${sid}, ${sender}, ${from.slice(0, 200)}, ${body}, ${keyword})`
}
