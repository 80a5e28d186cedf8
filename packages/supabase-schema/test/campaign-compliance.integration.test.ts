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
import { createModel, ended } from './data-hub.ts'

let world: CampaignStack
let ada: Sender
let providerId: string
let webhook: string

beforeAll(async () => {
  world = await startCampaignStack({ twilio: { delayMs: 10 } })
  ada = await world.signUp('ada')
  const provider = await addTwilio(world, ada)
  providerId = provider.id
  webhook = provider.webhook_url
}, 90_000)

afterAll(() => world.stop())

const people = (...numbers: number[]) => numbers.map((n) => ({ name: `P${n}`, phone: mobile(n) }))
const say = (n: number, body: string, sid?: string) =>
  world.twilio.inbound(`${webhook}/inbound`, { from: mobile(n), body, ...(sid === undefined ? {} : { sid }) })

async function start(modelId: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = await makeCampaign(ada, { data_model_id: modelId, provider_id: providerId, ...more })
  const { status, body } = await ada.campaigns('POST', '/campaigns/send', { campaign_id: id })
  expect({ status, code: body.code }).toEqual({ status: 200 })
  return id
}

const completed = (id: string) =>
  campaignUntil(ada, id, ({ status, counters }) => status === 'completed' && counters.sent === 0)

async function sourceOf(n: number): Promise<string | undefined> {
  const { body } = await ada.campaigns<{ suppressions: { source: string; reason: string }[] }>(
    'GET',
    `/suppressions?search=${mobile(n).slice(1)}`,
  )
  return body.data.suppressions.map(({ reason, source }) => `${reason} ${source}`)[0]
}

test('who says STOP between a campaign’s beginning and their own turn gets nothing', async () => {
  const { id: slow } = await addTwilio(world, ada, { segments_per_second: 2 })
  const modelId = await makeModel(world, ada, people(1, 2, 3, 4, 5, 6, 7, 8))
  const id = await start(modelId, { provider_id: slow })
  await campaignUntil(ada, id, ({ counters }) => counters.delivered > 0)
  const waiting = [...(await ledgerOf(ada, id)).values()].filter(({ status }) => status === 'pending')
  const last = waiting.at(-1)
  expect(last).toBeDefined()
  await say(Number(last?.recipient.slice(-7)) - 2_000_000, 'STOP')
  const done = await completed(id)
  expect(done.counters).toMatchObject({ recipients: 8, delivered: 7, suppressed: 1 })
  expect((await ledgerOf(ada, id)).get(last?.recipient ?? '')).toMatchObject({
    status: 'suppressed',
    reason: 'OPTED_OUT',
    attempts: 0,
  })
}, 60_000)

test('21610 that comes later, in an event, suppresses too', async () => {
  const modelId = await makeModel(world, ada, people(20))
  world.twilio.control({ undelivered: { 21610: 1 } })
  const done = await completed(await start(modelId))
  world.twilio.control({ undelivered: {} })
  expect([done.counters.failed, await sourceOf(20)]).toEqual([1, 'opted_out vendor'])
  const again = await makeCampaign(ada, { data_model_id: modelId, provider_id: providerId })
  const { body } = await ada.campaigns<{ totals: object }>('POST', `/campaigns/${again}/simulate`, {})
  expect(body.data.totals).toMatchObject({ send: 0, suppress: 1 })
}, 60_000)

test('a word counts once and in its order: a STOP that is repeated after START changes nothing', async () => {
  expect(await Promise.all([say(30, 'Stop', 'SM-stop'), say(30, 'Stop', 'SM-stop')])).toEqual([200, 200])
  expect(await sourceOf(30)).toBe('opted_out inbound')
  await say(30, 'please start', 'SM-words')
  expect(await sourceOf(30)).toBe('opted_out inbound')
  await say(30, 'START', 'SM-start')
  await say(30, 'Stop', 'SM-stop')
  expect(await sourceOf(30)).toBeUndefined()
  await say(30, 'STOPALL', 'SM-again')
  await say(30, 'START', 'SM-start')
  expect(await sourceOf(30)).toBe('opted_out inbound')
})

test('START lifts nothing that a person here suppressed, also where the recipient said STOP in between', async () => {
  await ada.campaigns('POST', '/suppressions', { channel: 'sms', addresses: [mobile(31)] })
  await say(31, 'START')
  expect(await sourceOf(31)).toBe('manual user')
  await say(31, 'STOP')
  expect(await sourceOf(31)).toBe('opted_out inbound')
  await say(31, 'START')
  expect(await sourceOf(31)).toBe('manual user')
})

test('neither an import, nor a merge into an existing record, nor an undo lifts a suppression', async () => {
  await say(40, 'STOP')
  const modelId = await createModel(ada, {
    name: 'People',
    fields: [
      { id: '1', name: 'name', type: 'text' },
      { id: '2', name: 'phone', type: 'phone' },
    ],
  })
  async function bring(content: string, options: object = {}) {
    const file_url = await ada.upload(`${crypto.randomUUID()}/people.csv`, content)
    const { body } = await ada.call('POST', '/import-jobs', {
      model_id: modelId,
      file_url,
      file_type: 'csv',
      ...options,
    })
    const job = await ended(ada, body.data.id)
    expect(job.status).toBe('completed')
    return job.id
  }
  const stillSuppressed = async () => {
    const id = await makeCampaign(ada, { data_model_id: modelId, provider_id: providerId })
    const { body } = await ada.campaigns<{ totals: object }>('POST', `/campaigns/${id}/simulate`, {})
    expect([await sourceOf(40), body.data.totals]).toMatchObject([
      'opted_out inbound',
      { send: 1, suppress: 1 },
    ])
  }
  await bring(`name,phone\nAda,${mobile(40)}\nGrace,${mobile(41)}\n`)
  await stillSuppressed()
  const merge = await bring(`name,phone\nAda Lovelace,${mobile(40)}\n`, {
    mode: 'upsert',
    key_fields: ['phone'],
  })
  await stillSuppressed()
  const { body } = await ada.call('POST', `/import-jobs/${merge}/undo`, {})
  expect((await ended(ada, body.data.id)).status).toBe('completed')
  await stillSuppressed()
  await ada.call('DELETE', `/models/${modelId}`)
  expect(await sourceOf(40)).toBe('opted_out inbound')
}, 60_000)

test('who may be anywhere is held until no possible zone sleeps, and a made-up zone counts as none', async () => {
  const hour = (offset: number) =>
    `${String((new Date().getUTCHours() + offset + 24) % 24).padStart(2, '0')}:00`
  const modelId = await makeModel(world, ada, [
    { name: 'here', phone: mobile(50), zone: 'Etc/UTC' },
    { name: 'made up', phone: mobile(51), zone: 'Mars/Olympus' },
    { name: 'no zone', phone: mobile(52) },
    // A number of no country.
    { name: 'anywhere', phone: '+883510000000090' },
  ])
  // Quiet but for the hours around now in UTC, when no zone of the United States is awake.
  const id = await start(modelId, {
    send_options: {
      quiet_hours: { start: hour(2), end: hour(-2), time_zone_field: 'zone' },
      expires_after_hours: 1,
    },
  })
  const settled = await campaignUntil(
    ada,
    id,
    ({ counters }) => counters.recipients === 4 && counters.pending + counters.sent === 0,
  )
  expect(settled.status).toBe('active')
  const ledger = await ledgerOf(ada, id)
  const stateOf = (recipient: string) => [ledger.get(recipient)?.status, ledger.get(recipient)?.reason]
  expect(stateOf(mobile(50))).toEqual(['delivered', null])
  for (const recipient of [mobile(51), mobile(52), '+883510000000090'])
    expect(stateOf(recipient)).toEqual(['held', 'QUIET_HOURS'])
}, 60_000)
