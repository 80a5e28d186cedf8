import { Hono } from 'hono'
import type postgres from 'postgres'
import type { CredentialBox } from '../credentials.ts'
import { readAccount, type OpenAccount } from '../open-vendor.ts'
import { webhookUrlOf, type VendorSettings } from '../vendor.ts'
import { isFromMeta, isFromTwilio } from './signatures.ts'
import { takeTwilioMessage, takeTwilioStatus } from './twilio-events.ts'
import { takeMetaEvent } from './whatsapp-events.ts'

/** What the webhooks are made of. */
export interface MessagingWebhooksOptions {
  sql: postgres.Sql
  credentials: CredentialBox
  vendors: VendorSettings
}

const MAX_BODY_BYTES = 1024 * 1024
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** Takes the vendors' events. Each is checked by its signature over what was really sent, and takes effect once, in whatever order they come. */
export function createMessagingWebhooks({ sql, credentials, vendors }: MessagingWebhooksOptions): Hono {
  const app = new Hono().basePath('/messaging-webhooks')

  async function accountOf(kind: OpenAccount['kind'], id: string): Promise<OpenAccount | null> {
    if (!uuid.test(id)) return null
    const account = await readAccount(sql, credentials, id)
    return account?.kind === kind ? account : null
  }

  for (const what of ['status', 'inbound'] as const)
    app.post(`/twilio/:id/${what}`, async (context) => {
      const body = await context.req.text()
      const account = await accountOf('twilio', context.req.param('id'))
      if (account === null || body.length > MAX_BODY_BYTES) return context.text('', 404)
      const { search } = new URL(context.req.url)
      const form = new URLSearchParams(body)
      const isGenuine = await isFromTwilio({
        authToken: account.credentials['auth_token'] ?? '',
        url: `${webhookUrlOf(vendors, account)}/${what}${search}`,
        form,
        signature: context.req.header('x-twilio-signature') ?? null,
      })
      if (!isGenuine || account.credentials['auth_token'] === undefined)
        return context.text('The signature is wrong.', 403)
      if (form.get('AccountSid') !== null && form.get('AccountSid') !== account.config['account_sid'])
        return context.text('This is another account’s.', 403)
      if (what === 'status')
        await takeTwilioStatus(sql, account.id, form, new URLSearchParams(search).get('message'))
      else await takeTwilioMessage(sql, account.id, form)
      return context.body('<?xml version="1.0" encoding="UTF-8"?><Response></Response>', 200, {
        'content-type': 'text/xml',
      })
    })

  app.get('/whatsapp-cloud/:id', async (context) => {
    const account = await accountOf('whatsapp-cloud', context.req.param('id'))
    const token = account?.credentials['verify_token']
    const { 'hub.mode': mode, 'hub.verify_token': given, 'hub.challenge': challenge } = context.req.query()
    if (token === undefined || mode !== 'subscribe' || given !== token) return context.text('', 403)
    return context.text(challenge ?? '')
  })
  app.post('/whatsapp-cloud/:id', async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    const account = await accountOf('whatsapp-cloud', context.req.param('id'))
    if (account === null || body.length > MAX_BODY_BYTES) return context.text('', 404)
    const appSecret = account.credentials['app_secret']
    const signature = context.req.header('x-hub-signature-256') ?? null
    if (appSecret === undefined || !(await isFromMeta({ appSecret, body, signature })))
      return context.text('The signature is wrong.', 403)
    let event: unknown = null
    try {
      event = JSON.parse(new TextDecoder().decode(body))
    } catch {
      return context.text('The body is not JSON.', 400)
    }
    await takeMetaEvent(sql, account.id, event)
    return context.text('')
  })

  app.notFound((context) => context.text('', 404))
  app.onError((error, context) => {
    console.error(JSON.stringify({ path: context.req.path, error: String(error) }))
    // The vendor tries again later.
    return context.text('', 500)
  })
  return app
}
