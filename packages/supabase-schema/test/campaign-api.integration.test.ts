import type { Campaign, MessageProvider } from '@headwater/core/contracts'
import { startWhatsAppEmulator } from '@headwater/emulators'
import twilioPackage from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { twilioSignature } from '../supabase/functions/messaging-webhooks/signatures.ts'
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
    env: { HEADWATER_GRAPH_URL: whatsapp.url, HEADWATER_VENDOR_TIMEOUT_MS: '3000' },
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
const send = (id: string, more: Record<string, unknown> = {}, person = ada) =>
  person.campaigns('POST', '/campaigns/send', { campaign_id: id, ...more })

describe('roles', () => {
  test('an admin makes, a researcher reads, a client reads what is assigned, an outsider nothing', async () => {
    const people = {
      researcher: await world.signUp('researcher'),
      client: await world.signUp('client'),
      outsider: await world.signUp('outsider'),
    }
    for (const role of ['researcher', 'client'] as const)
      await world.sql`update public.user_profiles set role = ${role}, agency_id = (select agency_id from public.user_profiles where id = ${ada.id}) where id = ${people[role].id}`
    const id = await draft()
    const statuses = async (person: Sender) => ({
      read: (await person.campaigns('GET', `/campaigns/${id}`)).status,
      analytics: (await person.fn('campaigns', 'GET', `/${id}/analytics`)).status,
      change: (await person.campaigns('PUT', `/campaigns/${id}`, { name: 'Mine' })).status,
      make: (await person.campaigns('POST', '/campaigns', { name: 'Mine' })).status,
      send: (await send(id, {}, person)).status,
      remove: (await person.campaigns('DELETE', `/campaigns/${id}`)).status,
    })
    const denied = { change: 403, make: 403, send: 403, remove: 403 }
    expect(await statuses(people.researcher)).toEqual({ read: 200, analytics: 200, ...denied })
    expect(await statuses(people.client)).toEqual({ read: 404, analytics: 404, ...denied })
    expect(await statuses(people.outsider)).toEqual({
      read: 404,
      analytics: 404,
      change: 404,
      make: 201,
      send: 404,
      remove: 404,
    })
    const assigned = await ada.campaigns<unknown[]>('PUT', `/campaigns/${id}/assignments`, {
      user_ids: [people.client.id],
    })
    expect([assigned.status, assigned.body.data]).toMatchObject([200, [{ user_id: people.client.id }]])
    expect(await statuses(people.client)).toEqual({ read: 200, analytics: 200, ...denied })
    expect((await people.client.campaigns<{ total: number }>('GET', '/campaigns')).body.data.total).toBe(1)
    expect((await people.client.campaigns<unknown[]>('GET', '/providers')).body.data).toEqual([])
    expect(
      (await ada.campaigns('PUT', `/campaigns/${id}/assignments`, { user_ids: [people.outsider.id] })).status,
    ).toBe(404)
  })
})

describe('both mounts', () => {
  test('list the same campaigns, in the form of their own spec', async () => {
    const made = await ada.fn<Campaign>('campaigns', 'POST', '/create', {
      name: 'Outreach 100%',
      description: 'calls',
      status: 'active',
      start_date: '2026-01-01',
      target_audience: { titles: ['CEO'] },
    })
    expect([made.status, made.body.data]).toMatchObject([
      201,
      { type: 'outreach', status: 'active', target_audience: { titles: ['CEO'] } },
    ])
    const list = await ada.fn<Campaign[]>(
      'campaigns',
      'GET',
      '?page=1&pageSize=1&search=100%25&sortBy=name&sortOrder=asc&status=active',
    )
    expect(list.body.data.map(({ id }) => id)).toEqual([made.body.data.id])
    expect(list.body.meta).toMatchObject({ total: 1, page: 1, pageSize: 1, hasMore: false })
    const same = await ada.campaigns<{ campaigns: Campaign[]; total: number }>(
      'GET',
      '/campaigns?search=100%25',
    )
    expect(same.body.data).toMatchObject({ total: 1, campaigns: [{ id: made.body.data.id }] })
    const changed = await ada.fn<Campaign>('campaigns', 'PUT', `/${made.body.data.id}`, {
      status: 'completed',
      end_date: '2026-02-01',
    })
    expect(changed.body.data).toMatchObject({ status: 'completed', end_date: '2026-02-01' })
    expect((await ada.fn('campaigns', 'DELETE', `/${made.body.data.id}`)).status).toBe(200)
    expect((await ada.fn('campaigns', 'GET', `/${made.body.data.id}`)).status).toBe(404)
  })

  test.each(['campaign-api', 'campaigns'])('%s describes itself', async (name) => {
    const response = await fetch(`${world.stack.functionsUrl}/${name}/openapi.json`)
    const document: { openapi: string; paths: object } = await response.json()
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths).length).toBeGreaterThan(3)
  })
})

describe('bad input', () => {
  const refusals: [string, Record<string, unknown>, string][] = [
    ['a body of 5,000 characters', { message: 'x'.repeat(5000) }, 'message'],
    ['no name', { name: ' ' }, 'name'],
    ['a type that is none', { type: 'fax' }, 'type'],
    [
      'quiet hours that are none',
      { send_options: { quiet_hours: { start: '25:00', end: '8' } } },
      'send_options.quiet_hours.start',
    ],
    [
      'a criterion on no field',
      { data_model_id: 'model', target_criteria: { nothing: 1 } },
      'target_criteria',
    ],
    ['an end before the start', { start_date: '2026-02-01', end_date: '2026-01-01' }, ''],
    ['a member that is none', { budget: 1 }, ''],
  ]
  test.each(refusals)('%s is refused, and named', async (_, input, path) => {
    const body = {
      name: 'Bad',
      type: 'sms',
      ...input,
      ...(input['data_model_id'] === 'model' ? { data_model_id: modelId } : {}),
    }
    const answer = await ada.campaigns('POST', '/campaigns', body)
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(path === '' ? '' : answer.body.issues[0]?.path).toBe(path)
  })

  test('what is missing is named before anything is sent', async () => {
    const { body } = await send(await makeCampaign(ada, { message: '' }))
    expect([body.code, body.issues.map((issue) => issue.path)]).toEqual([
      'CAMPAIGN_INCOMPLETE',
      ['data_model_id', 'provider_id', 'message'],
    ])
  })

  test('an empty audience, and a time that has passed, are refused', async () => {
    const id = await draft({ target_criteria: { name: 'nobody' } })
    expect((await send(id)).body.code).toBe('AUDIENCE_EMPTY')
    expect((await send(await draft(), { scheduled_at: '2020-01-01T00:00:00Z' })).body.code).toBe(
      'VALIDATION_FAILED',
    )
  })

  test('a large audience is confirmed by its number', async () => {
    const large = await makeModel(
      world,
      ada,
      Array.from({ length: 1001 }, (_, n) => ({ phone: mobile(20_000 + n) })),
    )
    const id = await draft({ data_model_id: large, message: 'Hi' })
    const asked = await send(id)
    expect([asked.status, asked.body.code, asked.body.issues[0]?.message]).toEqual([
      409,
      'CONFIRMATION_REQUIRED',
      '1001',
    ])
    expect((await send(id, { confirmed_recipients: 1000 })).body.code).toBe('CONFIRMATION_REQUIRED')
    const at = new Date(Date.now() + 3_600_000).toISOString()
    expect((await send(id, { confirmed_recipients: 1001, scheduled_at: at })).body.data.status).toBe(
      'scheduled',
    )
    // It grows meanwhile: nobody is sent to whom nobody saw.
    await world.sql`insert into public.records (model_id, agency_id, user_id, data)
      select ${large}, agency_id, ${ada.id}, jsonb_build_object('phone', '+1201' || (2040000 + n)) from public.data_models, generate_series(1, 600) n where id = ${large}`
    await world.sql`update public.campaigns set scheduled_at = now() - interval '1 second' where id = ${id} and status = 'scheduled'`.catch(
      () => undefined,
    )
    await world.sql`select private.tend_campaigns()`
    const paused = await campaignUntil(ada, id, ({ status }) => status === 'paused')
    expect([paused.status, paused.status_code, paused.counters.pending]).toEqual([
      'paused',
      'AUDIENCE_GREW',
      1601,
    ])
    const cancelled = await ada.campaigns('POST', `/campaigns/${id}/cancel`)
    expect(cancelled.body.data).toMatchObject({
      status: 'archived',
      counters: { recipients: 1601, failed: 1601, pending: 0 },
    })
  })

  test('a model that is deleted while its campaign is scheduled fails it with a reason', async () => {
    const gone = await makeModel(world, ada, [{ name: 'a', phone: mobile(1) }])
    const id = await draft({ data_model_id: gone })
    await send(id, { scheduled_at: new Date(Date.now() + 1500).toISOString() })
    await ada.call('DELETE', `/models/${gone}`)
    const failed = await campaignUntil(ada, id, ({ status }) => status === 'failed')
    expect([failed.status, failed.status_code]).toEqual(['failed', 'MODEL_DELETED'])
  })

  test('a field that goes while a campaign is scheduled fails it, and names the field', async () => {
    const fields = [
      { id: '1', name: 'phone', type: 'phone' as const },
      { id: '2', name: 'tier', type: 'text' as const },
    ]
    const changing = await makeModel(world, ada, [{ phone: mobile(1), tier: 'gold' }], fields)
    const id = await draft({ data_model_id: changing, target_criteria: { tier: 'gold' }, message: 'Hi' })
    await send(id, { scheduled_at: new Date(Date.now() + 1500).toISOString() })
    await ada.call('PUT', `/models/${changing}`, { fields: fields.slice(0, 1) })
    const failed = await campaignUntil(ada, id, ({ status }) => status === 'failed')
    expect([failed.status_code, failed.status_message]).toEqual([
      'CRITERIA_INVALID',
      'The model has no field named “tier”.',
    ])
  })
})

test('while it runs a campaign can be paused, resumed and cancelled, and not be changed', async () => {
  const { id: slow } = await addTwilio(world, ada, { segments_per_second: 4 })
  const id = await draft({ provider_id: slow })
  await send(id)
  await campaignUntil(ada, id, ({ counters }) => counters.delivered > 1)
  expect((await ada.campaigns('PUT', `/campaigns/${id}`, { message: 'Other' })).body.code).toBe(
    'CAMPAIGN_LOCKED',
  )
  expect((await ada.campaigns('DELETE', `/campaigns/${id}`)).body.code).toBe('CAMPAIGN_STATUS')
  expect((await ada.campaigns('POST', `/campaigns/${id}/pause`)).body.data.status).toBe('paused')
  await campaignUntil(ada, id, ({ counters }) => counters.sent === 0)
  const settled = await campaignUntil(ada, id, () => true)
  const taken = world.twilio.messages().length
  const later = Date.now() + 1500
  await campaignUntil(ada, id, () => Date.now() > later)
  expect(world.twilio.messages().length - taken).toBeLessThanOrEqual(settled.counters.pending)
  const { body: quiet } = await ada.campaigns('GET', `/campaigns/${id}`)
  expect(quiet.data.counters.pending).toBeGreaterThan(5)
  expect((await ada.campaigns('POST', `/campaigns/${id}/resume`)).body.data.status).toBe('active')
  await campaignUntil(ada, id, ({ counters }) => counters.pending < quiet.data.counters.pending)
  const { body } = await ada.campaigns('POST', `/campaigns/${id}/cancel`)
  expect(body.data.status).toBe('archived')
  const over = await campaignUntil(ada, id, ({ counters }) => counters.pending === 0 && counters.sent === 0)
  const { recipients, delivered, failed } = over.counters
  expect([recipients, delivered + failed]).toEqual([20, 20])
  expect([...(await ledgerOf(ada, id)).values()].filter(({ reason }) => reason === 'CANCELLED')).toHaveLength(
    failed,
  )
  expect((await ada.campaigns('POST', `/campaigns/${id}/resume`)).body.code).toBe('CAMPAIGN_STATUS')
}, 60_000)

describe('the vendor', () => {
  test('credentials are written and never read, by nobody', async () => {
    const { body } = await ada.campaigns<MessageProvider[]>('GET', '/providers')
    expect(JSON.stringify(body)).not.toContain(world.twilio.authToken)
    expect(body.data[0]).toMatchObject({ has_credentials: true, kind: 'twilio' })
    const [secret] =
      await world.sql`select key_id, encode(data, 'escape') data from private.message_provider_secrets where provider_id = ${providerId}`
    expect(secret?.['key_id']).toBe('k1')
    expect(secret?.['data']).not.toContain(world.twilio.authToken)
    const { data } = await ada.client.auth.getSession()
    const rest = await fetch(`${world.stack.apiUrl}/rest/v1/message_provider_secrets`, {
      headers: {
        apikey: world.stack.publishableKey,
        authorization: `Bearer ${data.session?.access_token}`,
        'accept-profile': 'private',
      },
    })
    expect(rest.ok).toBe(false)
    expect((await ada.campaigns('POST', `/providers/${providerId}/reseal`)).status).toBe(200)
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

  test('a vendor that is down holds everyone up and loses nobody', async () => {
    const id = await draft()
    const before = world.twilio.messages().length
    world.twilio.control({ outage: 'error' })
    await send(id)
    const down = Date.now() + 2500
    const waiting = await campaignUntil(ada, id, () => Date.now() > down)
    expect(waiting).toMatchObject({ status: 'active', counters: { pending: 20, failed: 0 } })
    world.twilio.control({ outage: 'none' })
    const done = await campaignUntil(ada, id, ({ counters }) => counters.delivered === 20)
    expect(done.counters).toMatchObject({ delivered: 20, failed: 0 })
    expect(world.twilio.messages().length - before).toBe(20)
  }, 90_000)

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
