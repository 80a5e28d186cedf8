import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'

async function hmac(
  algorithm: 'SHA-1' | 'SHA-256',
  secret: string,
  text: string | Uint8Array,
): Promise<Buffer> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: algorithm },
    false,
    ['sign'],
  )
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text)
  return Buffer.from(await crypto.subtle.sign('HMAC', key, bytes))
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

/** What `X-Twilio-Signature` must be: base64 of HMAC-SHA1 over the address and the sorted parameters. */
export async function twilioSignature(
  authToken: string,
  url: string,
  form: URLSearchParams,
): Promise<string> {
  const names = [...new Set(form.keys())].toSorted((left, right) => (left < right ? -1 : 1))
  const parameters = names.map((name) =>
    [...new Set(form.getAll(name))]
      .toSorted((left, right) => (left < right ? -1 : 1))
      .map((value) => name + value)
      .join(''),
  )
  return (await hmac('SHA-1', authToken, url + parameters.join(''))).toString('base64')
}

/** Whether a request is Twilio's. The address is the public one that Twilio was given, not the one that a gateway made of it. */
export async function isFromTwilio(request: {
  authToken: string
  url: string
  form: URLSearchParams
  signature: string | null
}): Promise<boolean> {
  const expected = await twilioSignature(request.authToken, request.url, request.form)
  return isSame(Buffer.from(expected), Buffer.from(request.signature ?? ''))
}

/** Whether a request is Meta's: `X-Hub-Signature-256` is HMAC-SHA256 over the raw body, in hexadecimal. */
export async function isFromMeta(request: {
  appSecret: string
  body: Uint8Array
  signature: string | null
}): Promise<boolean> {
  const expected = `sha256=${(await hmac('SHA-256', request.appSecret, request.body)).toString('hex')}`
  return isSame(Buffer.from(expected), Buffer.from(request.signature ?? ''))
}
