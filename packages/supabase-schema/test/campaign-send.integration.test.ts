import { startWhatsAppEmulator } from '@headwater/emulators'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
let ada: Sender

beforeAll(async () => {
  world = await startCampaignStack({ twilio: { delayMs: 20, duplicateShare: 0.2, reorderShare: 0.3 } })
  ada = await world.signUp('ada')
}, 90_000)

afterAll(() => world.stop())

const isOver = ({ status, counters }: { status: string; counters: { sent: number } }) =>
  status !== 'active' && counters.sent === 0

test('a campaign reaches everyone once, and its figures add up to its ledger', async () => {
  const rows = Array.from({ length: 500 }, (_, n) => ({
    name: `P${n}`,
    phone: mobile(n),
    status: n % 2 ? 'active' : 'lapsed',
  }))
  const modelId = await makeModel(world, ada, [
    ...rows,
    rows[1] ?? {},
    { name: 'nobody', status: 'active' },
    { name: 'x', phone: '12', status: 'active' },
  ])
  const { id: providerId } = await addTwilio(world, ada)
  world.twilio.control({ undelivered: { 30003: 0.1 } })
  const id = await makeCampaign(ada, {
    data_model_id: modelId,
    provider_id: providerId,
    target_criteria: { status: 'active' },
  })

  const simulated = await ada.campaigns<{
    totals: Record<string, number>
    messages: { text: string | null }[]
  }>('POST', `/campaigns/${id}/simulate`, {})
  expect(simulated.body.data.totals).toMatchObject({
    matched: 253,
    send: 250,
    skip: 3,
    segments: 250,
    cost_micros: 250 * 7500,
  })

  const sent = await ada.campaigns(
    'POST',
    '/campaigns/send',
    { campaign_id: id },
    { 'idempotency-key': 'send-1' },
  )
  expect(sent.status).toBe(200)
  const replayed = await ada.campaigns(
    'POST',
    '/campaigns/send',
    { campaign_id: id },
    { 'idempotency-key': 'send-1' },
  )
  expect(replayed.headers.get('idempotency-replayed')).toBe('true')
  const campaign = await campaignUntil(ada, id, isOver)

  expect(campaign.status).toBe('completed')
  const { counters } = campaign
  expect(counters).toMatchObject({
    recipients: 250,
    pending: 0,
    held: 0,
    sent: 0,
    suppressed: 0,
    skipped: 3,
    segments: 250,
  })
  expect(counters.delivered + counters.failed).toBe(250)
  expect(counters.failed).toBeGreaterThan(5)
  const taken = world.twilio.messages().map((message) => message.to)
  expect(new Set(taken).size).toBe(250)
  expect(taken).toHaveLength(250)
  expect(world.twilio.messages().every((message) => /^Hi P\d+$/.test(message.body))).toBe(true)

  const { body } = await ada.campaigns<{
    funnel: { step: string; count: number }[]
    timeline: { sent: number; delivered: number; failed: number }[]
    errors: { code: string; count: number }[]
    cost_by_day: { cost_micros: number }[]
  }>('GET', `/campaigns/${id}/analytics`)
  const { funnel, timeline, errors, cost_by_day: cost } = body.data
  expect(Object.fromEntries(funnel.map(({ step, count }) => [step, count]))).toMatchObject({
    matched: 253,
    recipients: 250,
    accepted: 250,
    delivered: counters.delivered,
  })
  const sum = (name: 'sent' | 'delivered' | 'failed') => timeline.reduce((total, one) => total + one[name], 0)
  expect([sum('sent'), sum('delivered'), sum('failed')]).toEqual([250, counters.delivered, counters.failed])
  expect(errors).toEqual([
    { code: '30003', message: 'The phone could not be reached.', count: counters.failed },
  ])
  expect(cost.reduce((total, one) => total + one.cost_micros, 0)).toBe(counters.cost_micros)
  const skipped = await ada.campaigns<{ skipped: { reason: string }[] }>('GET', `/campaigns/${id}/skipped`)
  expect(skipped.body.data.skipped.map(({ reason }) => reason).toSorted()).toEqual([
    'DUPLICATE',
    'INVALID_NUMBER',
    'NO_NUMBER',
  ])
  world.twilio.control({ undelivered: {} })
}, 60_000)

test('who opted out, said no, sleeps, or misses a value gets nothing, and the ledger says why', async () => {
  const now = new Date()
  const clock = (hours: number) => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`
  const modelId = await makeModel(world, ada, [
    { name: 'sent', phone: mobile(1000), consent: true, zone: 'Etc/UTC' },
    { name: 'muted', phone: mobile(1001), consent: true, zone: 'Etc/UTC' },
    { name: 'no consent', phone: mobile(1002), zone: 'Etc/UTC' },
    { name: 'asleep', phone: mobile(1003), consent: true, zone: 'Etc/GMT+6' },
    { phone: mobile(1004), consent: true, zone: 'Etc/UTC' },
    { name: 'landline', phone: '+493012345678', consent: true, zone: 'Etc/UTC' },
    { name: 'impossible', phone: '+19999999999', consent: true, zone: 'Etc/UTC' },
    { name: 'opts out at once', phone: mobile(1005), consent: true, zone: 'Etc/UTC' },
  ])
  const { id: providerId } = await addTwilio(world, ada)
  await ada.campaigns('POST', '/suppressions', { channel: 'sms', addresses: [mobile(1001)] })
  const id = await makeCampaign(ada, {
    data_model_id: modelId,
    provider_id: providerId,
    message: 'Hi {{name}}',
    send_options: {
      consent_field: 'consent',
      sender_name: 'Acme',
      opt_out_line: 'Reply STOP to opt out',
      // It is quiet six hours from here, and not here.
      quiet_hours: { start: clock(-8), end: clock(-4), time_zone_field: 'zone' },
    },
  })
  await ada.campaigns('POST', '/campaigns/send', { campaign_id: id })
  const campaign = await campaignUntil(
    ada,
    id,
    ({ counters }) => counters.pending === 0 && counters.sent === 0 && counters.recipients > 0,
  )
  const ledger = await ledgerOf(ada, id)
  const stateOf = (recipient: string) => [ledger.get(recipient)?.status, ledger.get(recipient)?.reason]

  expect(campaign.status).toBe('active')
  expect(stateOf(mobile(1000))).toEqual(['delivered', null])
  expect(ledger.get(mobile(1000))?.body).toBe('Acme: Hi sent\nReply STOP to opt out')
  expect(stateOf(mobile(1001))).toEqual(['suppressed', 'OPTED_OUT'])
  expect(stateOf(mobile(1002))).toEqual(['suppressed', 'NO_CONSENT'])
  expect(stateOf(mobile(1003))).toEqual(['held', 'QUIET_HOURS'])
  expect(stateOf(mobile(1004))).toEqual(['failed', 'MISSING_VALUE'])
  expect(stateOf('+493012345678')).toEqual(['failed', 'LANDLINE'])
  expect(stateOf('+19999999999')).toEqual(['failed', 'INVALID_NUMBER'])

  // A held message outlives nobody's patience: it expires, and the campaign completes.
  await world.sql`update public.campaign_messages set expires_at = now(), due_at = now() where campaign_id = ${id} and status = 'held'`
  await world.sql`update pgmq.q_campaign_turns set vt = now()`
  const ended = await campaignUntil(ada, id, ({ status }) => status === 'completed')
  expect(ended.status).toBe('completed')
  expect((await ledgerOf(ada, id)).get(mobile(1003))?.reason).toBe('EXPIRED')
}, 60_000)

test('a recipient who had enough messages lately is held until the span is over', async () => {
  const modelId = await makeModel(world, ada, [
    { name: 'a', phone: mobile(3000) },
    { name: 'b', phone: mobile(3001) },
  ])
  const { id: providerId } = await addTwilio(world, ada)
  const first = await makeCampaign(ada, {
    data_model_id: modelId,
    provider_id: providerId,
    target_criteria: { name: 'a' },
  })
  await ada.campaigns('POST', '/campaigns/send', { campaign_id: first })
  await campaignUntil(ada, first, isOver)
  const second = await makeCampaign(ada, {
    data_model_id: modelId,
    provider_id: providerId,
    send_options: { frequency_cap: { messages: 1, days: 7 } },
  })
  const simulated = await ada.campaigns<{
    messages: { reason: string | null; recipient: string }[]
    totals: object
  }>('POST', `/campaigns/${second}/simulate`)
  expect(simulated.body.data.totals).toMatchObject({ send: 1, hold: 1 })
  await ada.campaigns('POST', '/campaigns/send', { campaign_id: second })
  await campaignUntil(ada, second, ({ counters }) => counters.delivered === 1)
  const held = (await ledgerOf(ada, second)).get(mobile(3000))
  expect([held?.status, held?.reason]).toEqual(['held', 'FREQUENCY_CAP'])
  const days = (Date.parse(held?.held_until ?? '') - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(7)
}, 60_000)

test('WhatsApp can’t be asked: what is in doubt is never sent again, and fails as such', async () => {
  await using whatsapp = await startWhatsAppEmulator({ lostAnswerShare: 1 })
  await using other = await startCampaignStack({
    env: {
      HEADWATER_GRAPH_URL: whatsapp.url,
      HEADWATER_VENDOR_TIMEOUT_MS: '1000',
      HEADWATER_DOUBT_GIVE_UP_SECONDS: '4',
    },
  })
  const eve = await other.signUp('eve')
  const modelId = await makeModel(other, eve, [{ name: 'a', phone: mobile(1) }])
  const { body } = await eve.campaigns<{ id: string }>('POST', '/providers', {
    kind: 'whatsapp-cloud',
    name: 'WhatsApp',
    config: { phone_number_id: whatsapp.phoneNumberId },
    credentials: { access_token: whatsapp.accessToken, app_secret: whatsapp.appSecret, verify_token: 'x' },
  })
  const id = await makeCampaign(eve, {
    type: 'whatsapp',
    data_model_id: modelId,
    provider_id: body.data.id,
    send_options: { template: { name: 'welcome', language: 'en_US', parameters: ['{{name}}'] } },
  })
  await eve.campaigns('POST', '/campaigns/send', { campaign_id: id })
  const done = await campaignUntil(eve, id, ({ status }) => status === 'completed')
  expect([done.status, done.counters.failed]).toEqual(['completed', 1])
  expect((await ledgerOf(eve, id)).get(mobile(1))?.reason).toBe('IN_DOUBT')
  expect(whatsapp.messages()).toHaveLength(1)
}, 90_000)

test('STOP, and the vendor’s own word, suppress for good; only START of the recipient lifts it', async () => {
  const { id: providerId, webhook_url: webhook } = await addTwilio(world, ada)
  const rows = [
    { name: 'a', phone: mobile(2000) },
    { name: 'b', phone: mobile(2001) },
  ]
  const modelId = await makeModel(world, ada, rows)
  expect(
    await world.twilio.inbound(`${webhook}/inbound`, { from: mobile(2000), body: ' Stop ', sid: 'SM1' }),
  ).toBe(200)
  expect(
    await world.twilio.inbound(`${webhook}/inbound`, { from: mobile(2000), body: ' Stop ', sid: 'SM1' }),
  ).toBe(200)
  world.twilio.control({ refuse: { 21610: 1 } })
  const first = await makeCampaign(ada, { data_model_id: modelId, provider_id: providerId })
  await ada.campaigns('POST', '/campaigns/send', { campaign_id: first })
  const ended = await campaignUntil(ada, first, ({ status }) => status === 'completed')
  world.twilio.control({ refuse: {} })
  expect(ended.counters).toMatchObject({ suppressed: 2, sent: 0, delivered: 0 })

  const { body } = await ada.campaigns<{ suppressions: { id: string; address: string; source: string }[] }>(
    'GET',
    '/suppressions?search=12012002',
  )
  expect(Object.fromEntries(body.data.suppressions.map(({ address, source }) => [address, source]))).toEqual({
    [mobile(2000)]: 'inbound',
    [mobile(2001)]: 'vendor',
  })
  const lifted = await ada.campaigns('DELETE', `/suppressions/${body.data.suppressions[0]?.id}`)
  expect(lifted.status).toBe(403)
  // The same people come again in another model, and in another campaign.
  const again = await makeModel(world, ada, rows)
  const second = await makeCampaign(ada, { data_model_id: again, provider_id: providerId })
  await world.twilio.inbound(`${webhook}/inbound`, { from: mobile(2000), body: 'START' })
  await ada.campaigns('POST', '/campaigns/send', { campaign_id: second })
  await campaignUntil(ada, second, isOver)
  const ledger = await ledgerOf(ada, second)
  expect([ledger.get(mobile(2000))?.status, ledger.get(mobile(2001))?.status]).toEqual([
    'delivered',
    'suppressed',
  ])
}, 60_000)
