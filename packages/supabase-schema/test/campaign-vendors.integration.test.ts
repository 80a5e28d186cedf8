import type { MessageProvider } from '@headwater/core/contracts'
import { startWhatsAppEmulator } from '@headwater/emulators'
import twilioPackage from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCredentialBox } from '../src/functions/campaigns/credentials.ts'
import { ownerOf } from '../src/functions/campaigns/open-vendor.ts'
import { twilioSignature } from '../src/functions/campaigns/messaging-webhooks/signatures.ts'
import {
  addTwilio,
  campaignUntil,
  ledgerOf,
  makeCampaign,
  makeModel,
  mobile,
  startCampaignStack,
  type CampaignStack,
  type Sender,
} from './campaigns.ts'

/** A project whose key was replaced: what `old` sealed can still be opened, and `new` seals. */
const KEYS = { old: Buffer.alloc(32, 1).toString('base64'), new: Buffer.alloc(32, 2).toString('base64') }

let world: CampaignStack
let whatsapp: Awaited<ReturnType<typeof startWhatsAppEmulator>>
let ada: Sender
let modelId: string
let providerId: string
let webhook: string

beforeAll(async () => {
  whatsapp = await startWhatsAppEmulator({ delayMs: 10, reorderShare: 0.3, duplicateShare: 0.2 })
  world = await startCampaignStack({
    twilio: { delayMs: 10 },
    env: {
      HEADWATER_GRAPH_URL: whatsapp.url,
      HEADWATER_VENDOR_TIMEOUT_MS: '1000',
      HEADWATER_CREDENTIAL_KEYS: JSON.stringify(KEYS),
    },
  })
  ada = await world.signUp('ada')
  modelId = await makeModel(
    world,
    ada,
    Array.from({ length: 20 }, (_, n) => ({ name: `P${n}`, phone: mobile(n), status: 'active' })),
  )
  const provider = await addTwilio(world, ada)
  providerId = provider.id
  webhook = provider.webhook_url
}, 90_000)

afterAll(async () => {
  await world.stop()
  await whatsapp.stop()
})

const draft = (more: Record<string, unknown> = {}) =>
  makeCampaign(ada, { data_model_id: modelId, provider_id: providerId, ...more })
const send = (id: string) => ada.campaigns('POST', '/campaigns/send', { campaign_id: id })

describe('the vendor', () => {
  test('credentials are written and never read, by nobody', async () => {
    const { body } = await ada.campaigns<MessageProvider[]>('GET', '/providers')
    expect(JSON.stringify(body)).not.toContain(world.twilio.authToken)
    expect(body.data[0]).toMatchObject({ has_credentials: true, kind: 'twilio' })
    const [secret] =
      await world.sql`select key_id, encode(data, 'escape') data from headwater.message_provider_secrets where provider_id = ${providerId}`
    expect(secret?.['key_id']).toBe('new')
    expect(secret?.['data']).not.toContain(world.twilio.authToken)
    const { data } = await ada.client.auth.getSession()
    const rest = await fetch(`${world.stack.apiUrl}/rest/v1/message_provider_secrets`, {
      headers: {
        apikey: world.stack.publishableKey,
        authorization: `Bearer ${data.session?.access_token}`,
        'accept-profile': 'headwater',
      },
    })
    expect(rest.ok).toBe(false)
  })

  test('wrong credentials pause a campaign with everyone still to send to', async () => {
    const { id: wrong } = await addTwilio(world, ada, { credentials: { auth_token: 'wrong' } })
    const id = await draft({ provider_id: wrong })
    await send(id)
    const paused = await campaignUntil(ada, id, ({ status }) => status === 'paused')
    expect([paused.status_code, paused.counters.pending, paused.counters.failed]).toEqual([
      'PROVIDER_AUTH',
      20,
      0,
    ])
    await ada.campaigns('PUT', `/providers/${wrong}`, { credentials: { auth_token: world.twilio.authToken } })
    await ada.campaigns('POST', `/campaigns/${id}/resume`)
    const done = await campaignUntil(ada, id, ({ counters }) => counters.delivered === 20)
    expect(done.counters).toMatchObject({ delivered: 20, failed: 0 })
  }, 60_000)

  test('a key is replaced while its accounts go on: sealed anew they need the old one no more', async () => {
    const { id } = await addTwilio(world, ada)
    const sealedBy = async () =>
      (await world.sql`select key_id from headwater.message_provider_secrets where provider_id = ${id}`)[0]?.[
        'key_id'
      ]
    async function sealWith(keys: Record<string, string>): Promise<void> {
      const box = createCredentialBox(JSON.stringify(keys))
      const { keyId, iv, data } = await box.seal({ auth_token: world.twilio.authToken }, ownerOf(id))
      await world.sql`update headwater.message_provider_secrets set key_id = ${keyId}, iv = ${iv}, data = ${data} where provider_id = ${id}`
    }
    await sealWith({ old: KEYS.old })
    const campaign = await draft({ provider_id: id })
    await send(campaign)
    expect((await campaignUntil(ada, campaign, ({ status }) => status === 'completed')).status).toBe(
      'completed',
    )
    expect((await ada.campaigns('POST', `/providers/${id}/reseal`)).status).toBe(200)
    expect(await sealedBy()).toBe('new')

    // Sealed by a key that is gone, or for another account: nothing is sent, and the reason names what to do.
    await sealWith({ lost: KEYS.old })
    expect((await ada.campaigns('POST', `/providers/${id}/reseal`)).body.code).toBe('PROVIDER_FAILED')
    const waiting = await draft({ provider_id: id })
    await send(waiting)
    const paused = await campaignUntil(ada, waiting, ({ status }) => status === 'paused')
    expect([paused.status_code, paused.status_message, paused.counters.pending]).toEqual([
      'PROVIDER_MISSING',
      'HEADWATER_CREDENTIAL_KEYS has no key named lost. Put it back, or enter the credentials anew.',
      20,
    ])
    await world.sql`update headwater.message_provider_secrets s set key_id = o.key_id, iv = o.iv, data = o.data
      from headwater.message_provider_secrets o where s.provider_id = ${id} and o.provider_id = ${providerId}`
    expect((await ada.campaigns('POST', `/providers/${id}/reseal`)).body.code).toBe('PROVIDER_FAILED')
    await ada.campaigns('PUT', `/providers/${id}`, { credentials: { auth_token: world.twilio.authToken } })
    expect(await sealedBy()).toBe('new')
    await ada.campaigns('POST', `/campaigns/${waiting}/resume`)
    const done = await campaignUntil(ada, waiting, ({ counters }) => counters.delivered === 20)
    expect(done.counters).toMatchObject({ delivered: 20, failed: 0 })
  }, 60_000)

  test.each(['error', 'disconnect', 'hang'] as const)(
    'a vendor that is down (%s) is asked now and then, holds everyone up and loses nobody',
    async (outage) => {
      const many = await makeModel(
        world,
        ada,
        Array.from({ length: 200 }, (_, n) => ({ name: `P${n}`, phone: mobile(10_000 + n) })),
      )
      // A vendor's account of its own: how long it was down is kept there.
      const { id: account } = await addTwilio(world, ada)
      const id = await draft({ data_model_id: many, provider_id: account })
      const [taken, asked] = [world.twilio.messages().length, world.twilio.requests().send]
      world.twilio.control({ outage })
      await send(id)
      const down = Date.now() + 4000
      const waiting = await campaignUntil(ada, id, () => Date.now() > down)
      expect(waiting).toMatchObject({
        status: 'active',
        counters: { recipients: 200, pending: 200, failed: 0 },
      })
      const { body } = await ada.campaigns<MessageProvider[]>('GET', '/providers')
      const shown = body.data.find((one) => one.id === account)
      expect(shown?.last_error).toBe('The vendor can’t be reached.')
      expect(Date.parse(shown?.paused_until ?? '') - Date.now()).toBeLessThan(61_000)
      // At first as many as leave at a time, then one at a time.
      expect(world.twilio.requests().send - asked).toBeLessThan(64 + 10)
      world.twilio.control({ outage: 'none' })
      const done = await campaignUntil(ada, id, ({ counters }) => counters.delivered === 200)
      expect(done.counters).toMatchObject({ delivered: 200, failed: 0 })
      const recipients = world.twilio
        .messages()
        .slice(taken)
        .map(({ to }) => to)
      expect([recipients.length, new Set(recipients).size]).toEqual([200, 200])
    },
    90_000,
  )

  test('an answer that gets lost is asked for, and nobody gets the message twice', async () => {
    const id = await draft()
    const before = world.twilio.messages().length
    world.twilio.control({ lostAnswerShare: 0.5, callbacks: false })
    await send(id)
    const done = await campaignUntil(ada, id, ({ counters }) => counters.sent === 20)
    world.twilio.control({ lostAnswerShare: 0, callbacks: true })
    expect(done.counters).toMatchObject({ sent: 20, pending: 0, failed: 0 })
    const taken = world.twilio.messages().slice(before)
    expect([taken.length, new Set(taken.map(({ to }) => to)).size]).toEqual([20, 20])
  }, 90_000)

  test('a test message goes to one number, outside of the ledger', async () => {
    const id = await draft({ message: 'Hi {{name|there}} 😀' })
    const before = world.twilio.messages().length
    const { body } = await ada.campaigns<{ text: string; segments: number }>(
      'POST',
      `/campaigns/${id}/test`,
      { to: '+12015550123' },
    )
    expect(body.data).toMatchObject({ text: 'Hi there 😀', segments: 1 })
    expect(
      world.twilio
        .messages()
        .slice(before)
        .map(({ to }) => to),
    ).toEqual(['+12015550123'])
    expect((await ada.campaigns('GET', `/campaigns/${id}`)).body.data.counters.recipients).toBe(0)
    await ada.campaigns('POST', '/suppressions', { channel: 'sms', addresses: ['+12015550123'] })
    expect((await ada.campaigns('POST', `/campaigns/${id}/test`, { to: '+12015550123' })).body.code).toBe(
      'PROVIDER_FAILED',
    )
  })
})

describe('webhooks', () => {
  const parameters = {
    MessageSid: 'SM1',
    MessageStatus: 'delivered',
    AccountSid: '',
    From: '+15005550006',
    To: '+12015550123',
  }

  test('the official package accepts what the emulator signs, and we accept what the package signs', async () => {
    const url = `${webhook}/status?message=x`
    const form = { ...parameters, AccountSid: world.twilio.accountSid }
    expect(
      twilioPackage.validateRequest(world.twilio.authToken, world.twilio.sign(url, form), url, form),
    ).toBe(true)
    const theirs = twilioPackage.getExpectedTwilioSignature(world.twilio.authToken, url, form)
    expect(await twilioSignature(world.twilio.authToken, url, new URLSearchParams(form))).toBe(theirs)
    expect(await post(url, form, theirs)).toBe(200)
  })

  async function post(url: string, form: Record<string, string>, signature: string): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      body: new URLSearchParams(form).toString(),
    })
    return response.status
  }

  test('a forged event is refused; a true one that is repeated, or late, changes nothing', async () => {
    world.twilio.control({ callbacks: false })
    const id = await draft({ target_criteria: { name: 'P3' } })
    await send(id)
    await campaignUntil(ada, id, ({ counters }) => counters.sent === 1)
    world.twilio.control({ callbacks: true })
    const [message] = (await ledgerOf(ada, id)).values()
    const url = `${webhook}/status?message=${message?.id}`
    const form = (status: string) => ({
      MessageSid: message?.provider_message_id ?? '',
      MessageStatus: status,
      AccountSid: world.twilio.accountSid,
      To: mobile(3),
    })
    expect(await post(url, form('failed'), 'forged')).toBe(403)
    expect(await post(url, form('failed'), world.twilio.sign(`${url}x`, form('failed')))).toBe(403)
    const state = async () => (await ledgerOf(ada, id)).get(mobile(3))?.status
    expect(await state()).toBe('sent')
    for (const status of ['delivered', 'sent', 'delivered', 'undelivered', 'queued'])
      expect(await post(url, form(status), world.twilio.sign(url, form(status)))).toBe(200)
    expect(await state()).toBe('delivered')
    const { body } = await ada.campaigns('GET', `/campaigns/${id}`)
    expect(body.data.counters).toMatchObject({ recipients: 1, delivered: 1 })
  }, 60_000)

  test('an event that another account’s vendor signed moves nobody’s message', async () => {
    const eve = await world.signUp('eve')
    const { webhook_url: theirs } = await addTwilio(world, eve)
    world.twilio.control({ callbacks: false })
    const id = await draft({ target_criteria: { name: 'P4' } })
    await send(id)
    await campaignUntil(ada, id, ({ counters }) => counters.sent === 1)
    world.twilio.control({ callbacks: true })
    const [message] = (await ledgerOf(ada, id)).values()
    const form = {
      MessageSid: message?.provider_message_id ?? '',
      MessageStatus: 'failed',
      ErrorCode: '21610',
      AccountSid: world.twilio.accountSid,
    }
    for (const url of [`${theirs}/status?message=${message?.id}`, `${theirs}/status`])
      expect(await post(url, form, world.twilio.sign(url, form))).toBe(200)
    expect((await ledgerOf(ada, id)).get(mobile(4))?.status).toBe('sent')
    for (const person of [ada, eve]) {
      const { body } = await person.campaigns<{ total: number }>(
        'GET',
        `/suppressions?search=${mobile(4).slice(1)}`,
      )
      expect(body.data.total).toBe(0)
    }
  }, 60_000)

  test('another account’s address takes no events', async () => {
    const url = `${webhook.replace(providerId, crypto.randomUUID())}/status`
    expect(await post(url, parameters, world.twilio.sign(url, parameters))).toBe(404)
  })
})

test('WhatsApp: verified, sent as a template, told of by signed events, and stopped by a word', async () => {
  const { body } = await ada.campaigns<MessageProvider>('POST', '/providers', {
    kind: 'whatsapp-cloud',
    name: 'WhatsApp',
    config: { phone_number_id: whatsapp.phoneNumberId },
    credentials: {
      access_token: whatsapp.accessToken,
      app_secret: whatsapp.appSecret,
      verify_token: 'verify me',
    },
  })
  const { id: account, webhook_url: url } = body.data
  const challenge = (token: string) =>
    fetch(`${url}?hub.mode=subscribe&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=1234`)
  expect(await (await challenge('verify me')).text()).toBe('1234')
  expect((await challenge('wrong')).status).toBe(403)
  whatsapp.sendEventsTo(url)
  const id = await draft({
    type: 'whatsapp',
    provider_id: account,
    message: 'Hi {{name}}',
    send_options: { template: { name: 'welcome', language: 'en_US', parameters: ['{{name}}'] } },
  })
  expect((await send(await draft({ type: 'whatsapp' }))).body.code).toBe('CAMPAIGN_INCOMPLETE')
  await send(id)
  const done = await campaignUntil(
    ada,
    id,
    ({ status, counters }) => status === 'completed' && counters.delivered === 20,
  )
  expect(done).toMatchObject({ status: 'completed', counters: { delivered: 20, failed: 0 } })
  expect(new Set(whatsapp.messages().map(({ to }) => to)).size).toBe(20)
  expect(JSON.stringify(whatsapp.messages()[0]?.content)).toContain('"text":"P')
  whatsapp.inbound({ from: mobile(5).slice(1), body: 'stop' })
  whatsapp.inbound({ from: null, body: 'hello' })
  await whatsapp.idle()
  const { body: list } = await ada.campaigns<{ suppressions: { address: string; source: string }[] }>(
    'GET',
    '/suppressions?channel=whatsapp',
  )
  expect(list.data.suppressions).toMatchObject([{ address: mobile(5), source: 'inbound' }])
  const [inbound] =
    await world.sql`select count(*)::int messages, count(sender)::int numbers from public.inbound_messages where provider_id = ${account}`
  expect(inbound).toEqual({ messages: 2, numbers: 1 })
  const forged = await fetch(url, {
    method: 'POST',
    headers: { 'x-hub-signature-256': whatsapp.sign('{}') },
    body: '{"entry":[]}',
  })
  expect(forged.status).toBe(403)
}, 60_000)
