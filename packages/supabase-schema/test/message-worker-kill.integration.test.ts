import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addTwilio,
  makeCampaign,
  makeModel,
  mobile,
  startCampaignStack,
  type CampaignStack,
  type Sender,
} from './campaigns.ts'
import { until } from './data-hub.ts'

const RECIPIENTS = 10_000
const KILLS = 50

let world: CampaignStack
let ada: Sender

beforeAll(async () => {
  world = await startCampaignStack({
    twilio: {
      latency: { medianMs: 15, p95Ms: 60 },
      lostAnswerShare: 0.002,
      duplicateShare: 0.05,
      reorderShare: 0.1,
    },
    env: {
      HEADWATER_SEND_VISIBILITY_SECONDS: '1',
      HEADWATER_DOUBT_SECONDS: '1',
      HEADWATER_VENDOR_TIMEOUT_MS: '2000',
    },
  })
  ada = await world.signUp('ada')
}, 90_000)

afterAll(() => world.stop())

/** Calls the worker, as the schedule does while a turn waits. */
function kick(): void {
  void fetch(`${world.stack.functionsUrl}/message-worker`, {
    method: 'POST',
    headers: { apikey: world.stack.secretKey },
  }).catch(() => undefined)
}

test(
  'a worker that is killed again and again sends to everyone, and to nobody twice',
  { timeout: 300_000 },
  async () => {
    const rows = Array.from({ length: RECIPIENTS }, (_, n) => ({ name: `P${n}`, phone: mobile(n) }))
    const modelId = await makeModel(world, ada, rows)
    const { id: providerId } = await addTwilio(world, ada, { segments_per_second: 800 })
    const id = await makeCampaign(ada, { data_model_id: modelId, provider_id: providerId })
    const { status } = await ada.campaigns('POST', '/campaigns/send', {
      campaign_id: id,
      confirmed_recipients: RECIPIENTS,
    })
    expect(status).toBe(200)

    const taken = () => world.twilio.messages().length
    let kills = 0
    let adding = true
    const statusNow = async () =>
      (await world.sql`select status from public.campaigns where id = ${id}`)[0]?.['status']
    for (const deadline = Date.now() + 240_000; Date.now() < deadline;) {
      if (adding && (await statusNow()) === 'completed') break
      kick()
      if (kills >= KILLS) {
        await until(statusNow, (now) => now === 'completed')
        continue
      }
      // The moment differs each time: some random messages into what a worker sends.
      const before = taken()
      const wanted = before + 1 + Math.floor(Math.random() * 120)
      const patience = Date.now() + 3000
      await until(
        async () => taken(),
        (now) => now >= wanted || Date.now() > patience,
      )
      adding = taken() < RECIPIENTS
      const pid = world.stack.functions.pid('message-worker')
      if (pid === null || taken() === before) continue
      process.kill(pid, 'SIGKILL')
      kills++
      // Who calls a worker while it dies wakes nobody.
      await until(
        async () => world.stack.functions.pid('message-worker'),
        (now) => now !== pid,
      )
      // Its turn would come back by itself in a second.
      await world.sql`update pgmq.q_campaign_turns set vt = clock_timestamp()`
    }
    await world.twilio.idle()
    const counted = async () =>
      (await world.sql`select * from public.campaign_counters where campaign_id = ${id}`)[0]
    const counters = await until(counted, (row) => row?.['sent_count'] === 0)

    expect(kills).toBeGreaterThanOrEqual(KILLS)
    expect(await statusNow()).toBe('completed')
    const recipients = world.twilio.messages().map((message) => message.to)
    expect(new Set(recipients).size).toBe(RECIPIENTS)
    expect(recipients).toHaveLength(RECIPIENTS)
    expect(counters).toMatchObject({
      recipients_count: RECIPIENTS,
      delivered_count: RECIPIENTS,
      pending_count: 0,
      held_count: 0,
      failed_count: 0,
      suppressed_count: 0,
    })
    const [ledger] = await world.sql`
      select count(*)::int messages, count(distinct provider_message_id)::int sids, count(*) filter (where status = 'delivered')::int delivered,
        count(*) filter (where attempt_id is not null)::int doubts from public.campaign_messages where campaign_id = ${id}`
    expect(ledger).toEqual({ messages: RECIPIENTS, sids: RECIPIENTS, delivered: RECIPIENTS, doubts: 0 })
    const sids = new Set(world.twilio.messages().map((message) => message.sid))
    const known = await world.sql<
      { sid: string }[]
    >`select provider_message_id sid from public.campaign_messages where campaign_id = ${id}`
    expect(known.every(({ sid }) => sids.has(sid))).toBe(true)
    const [open] =
      await world.sql`select count(*)::int attempts from headwater.message_attempts where state = 'started'`
    expect(open).toEqual({ attempts: 0 })
  },
)
