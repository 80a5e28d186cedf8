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
import { until } from './data-hub.ts'

/** Segments that the emulated vendor takes in a second. */
const LIMIT = 40

let world: CampaignStack
let ada: Sender
let modelId: string

beforeAll(async () => {
  world = await startCampaignStack({ twilio: { segmentsPerSecond: LIMIT } })
  ada = await world.signUp('ada')
  modelId = await makeModel(
    world,
    ada,
    Array.from({ length: 60 }, (_, n) => ({ name: `P${n}`, phone: mobile(n), spent: n })),
  )
}, 90_000)

afterAll(() => world.stop())

const first = (count: number) => ({
  combinator: 'and',
  rules: [{ field: 'spent', operator: '<', value: count }],
})

async function draft(segmentsPerSecond: number, more: Record<string, unknown> = {}): Promise<string> {
  const { id } = await addTwilio(world, ada, { segments_per_second: segmentsPerSecond })
  return makeCampaign(ada, { data_model_id: modelId, provider_id: id, ...more })
}
const send = (id: string, more: Record<string, unknown> = {}) =>
  ada.campaigns('POST', '/campaigns/send', { campaign_id: id, ...more })
const completed = (id: string) =>
  campaignUntil(ada, id, ({ status, counters }) => status === 'completed' && counters.sent === 0)

test('an account’s pace is counted in segments: the vendor never has to refuse a message', async () => {
  const id = await draft(LIMIT, { message: `Hi {{name}} ${'x'.repeat(400)}`, target_criteria: first(30) })
  const before = world.twilio.requests().tooMany
  await send(id)
  const done = await completed(id)
  expect(done.counters).toMatchObject({ delivered: 30, segments: 90 })
  expect(world.twilio.requests().tooMany - before).toBe(0)
}, 60_000)

test('what the vendor refuses for now goes later, each once', async () => {
  const [before, refused] = [world.twilio.messages().length, world.twilio.requests().tooMany]
  const id = await draft(1000)
  await send(id)
  const done = await completed(id)
  expect(done.counters).toMatchObject({ delivered: 60, failed: 0 })
  expect(world.twilio.requests().tooMany).toBeGreaterThan(refused)
  const recipients = world.twilio
    .messages()
    .slice(before)
    .map(({ to }) => to)
  expect([recipients.length, new Set(recipients).size]).toEqual([60, 60])
  const attempts = [...(await ledgerOf(ada, id)).values()].map((message) => message.attempts)
  expect(Math.max(...attempts)).toBeGreaterThan(1)
}, 60_000)

test('what the vendor refuses after the campaign was cancelled is not left open', async () => {
  world.twilio.control({ latency: { medianMs: 1500, p95Ms: 1500 } })
  const [asked, taken] = [world.twilio.requests().send, world.twilio.messages().length]
  const id = await draft(1000)
  await send(id)
  await until(
    async () => world.twilio.requests().send - asked,
    (count) => count === 60,
  )
  const { body } = await ada.campaigns('POST', `/campaigns/${id}/cancel`)
  world.twilio.control({ latency: { medianMs: 0, p95Ms: 0 } })
  // All are at the vendor: none of them can be called back.
  expect(body.data).toMatchObject({ status: 'archived', counters: { pending: 60, failed: 0 } })
  const { counters } = await campaignUntil(
    ada,
    id,
    (now) => now.counters.pending === 0 && now.counters.sent === 0,
  )
  const accepted = world.twilio.messages().length - taken
  expect(accepted).toBeLessThan(60)
  expect(counters).toMatchObject({ pending: 0, delivered: accepted, failed: 60 - accepted })
}, 60_000)

test.each([21_614, 30_034, 99_999])('what it refuses for good (%i) is not tried again', async (code) => {
  world.twilio.control({ refuse: { [code]: 1 } })
  const id = await draft(LIMIT, { target_criteria: first(5) })
  const before = world.twilio.requests().send
  await send(id)
  const done = await completed(id)
  world.twilio.control({ refuse: {} })
  expect([done.counters.failed, world.twilio.requests().send - before]).toEqual([5, 5])
  const messages = [...(await ledgerOf(ada, id)).values()]
  expect(messages.map(({ reason, attempts }) => [reason, attempts])).toEqual(
    messages.map(() => [String(code), 1]),
  )
})

test('a scheduled campaign begins at its time and not before, and can be taken back until then', async () => {
  const id = await draft(LIMIT, { target_criteria: first(5) })
  const hour = new Date(Date.now() + 3_600_000).toISOString()
  expect((await send(id, { scheduled_at: hour })).body.data).toMatchObject({ status: 'scheduled' })
  const taken = world.twilio.messages().length
  await world.sql`select headwater.tend_campaigns()`
  expect((await ada.campaigns('POST', `/campaigns/${id}/cancel`)).body.data.status).toBe('draft')
  expect((await ada.campaigns('PUT', `/campaigns/${id}`, { message: 'Later {{name}}' })).status).toBe(200)
  const at = Date.now() + 1500
  await send(id, { scheduled_at: new Date(at).toISOString() })
  const done = await completed(id)
  expect(done).toMatchObject({ status: 'completed', counters: { delivered: 5 } })
  expect(Date.parse(done.started_at ?? '')).toBeGreaterThanOrEqual(at)
  const sent = world.twilio.messages().slice(taken)
  expect(sent.map(({ body }) => body.split(' ')[0])).toEqual(Array(5).fill('Later'))
}, 60_000)

test('sending twice at once sends once, and so does repeating a request with its key', async () => {
  const id = await draft(LIMIT, { target_criteria: first(5) })
  const before = world.twilio.messages().length
  const answers = await Promise.all(
    ['a', 'b', 'a', 'b'].map((key) =>
      ada.campaigns('POST', '/campaigns/send', { campaign_id: id }, { 'idempotency-key': `${id} ${key}` }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
    200, 200, 409, 409,
  ])
  expect((await completed(id)).counters.delivered).toBe(5)
  expect(world.twilio.messages().length - before).toBe(5)
})
