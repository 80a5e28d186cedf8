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

let world: CampaignStack
let ada: Sender
let modelId: string
let providerId: string

beforeAll(async () => {
  world = await startCampaignStack({ twilio: { delayMs: 10, latency: { medianMs: 40, p95Ms: 120 } } })
  ada = await world.signUp('ada')
  modelId = await makeModel(
    world,
    ada,
    Array.from({ length: 60 }, (_, n) => ({ name: `P${n}`, phone: mobile(n) })),
  )
  providerId = (await addTwilio(world, ada)).id
}, 90_000)

afterAll(() => world.stop())

const draft = (more: Record<string, unknown> = {}) =>
  makeCampaign(ada, { data_model_id: modelId, provider_id: providerId, ...more })
const send = (id: string) => ada.campaigns('POST', '/campaigns/send', { campaign_id: id })
const undone = new Error('taken back')

/** Does something in a transaction that no worker sees, and takes it back. */
async function tryOut(
  work: (sql: Parameters<Parameters<CampaignStack['sql']['begin']>[1]>[0]) => Promise<unknown>,
) {
  const tried = world.sql.begin(async (sql) => {
    await work(sql)
    throw undone
  })
  await expect(tried).rejects.toBe(undone)
}

test('“completed” is impossible while anyone is open, whoever writes it; and nothing goes back', async () => {
  const id = await draft()
  const codes: unknown[] = []
  await tryOut(async (sql) => {
    const attempt = async (work: (inner: typeof sql) => Promise<unknown>) => {
      const failure: unknown = await sql
        .savepoint((inner) => work(inner))
        .then(
          () => null,
          (error: unknown) => error,
        )
      codes.push(failure instanceof Error && 'code' in failure ? failure.code : 'allowed')
    }
    await sql`update public.campaigns set status = 'active', materialised_at = now() where id = ${id}`
    await sql`insert into public.campaign_messages (campaign_id, agency_id, recipient)
      select id, agency_id, ${mobile(1)} from public.campaigns where id = ${id}`
    await attempt((inner) => inner`update public.campaigns set status = 'completed' where id = ${id}`)
    await sql`update public.campaign_messages set status = 'delivered' where campaign_id = ${id}`
    for (const status of ['pending', 'sent', 'failed'])
      await attempt(
        (inner) => inner`update public.campaign_messages set status = ${status} where campaign_id = ${id}`,
      )
    await attempt(
      (inner) =>
        inner`update public.campaign_counters set sent_count = sent_count + 1 where campaign_id = ${id}`,
    )
    await attempt((inner) => inner`update public.campaigns set status = 'completed' where id = ${id}`)
  })
  expect(codes).toEqual(['HW003', 'HW004', 'HW004', 'HW004', '23514', 'allowed'])
})

test('a batch reads its own messages of a ledger, not the whole of one that nobody has analysed', async () => {
  const id = await draft()
  await tryOut(async (sql) => {
    await sql`update public.campaigns set status = 'active', materialised_at = now() where id = ${id}`
    await sql`insert into public.campaign_messages (campaign_id, agency_id, recipient)
      select id, agency_id, '+1201' || (3000000 + n) from public.campaigns, generate_series(1, 20000) n where id = ${id}`
    const reads = async () => {
      const [row] = await sql`select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int n
        from pg_stat_xact_user_tables where relname = 'campaign_messages'`
      return Number(row?.['n'])
    }
    const before = await reads()
    const claimed = await sql`select id from headwater.claim_messages(${id}, 50)`
    const rows = claimed.map((row) => ({ id: row['id'], outcome: 'send', attempt_id: crypto.randomUUID() }))
    const [begun] =
      await sql`select headwater.begin_attempts(${providerId}, ${JSON.stringify(rows)}::text::jsonb, 60) n`
    const outcomes = rows.map(({ attempt_id }) => ({
      attempt_id,
      outcome: 'accepted',
      provider_message_id: attempt_id,
    }))
    await sql`select headwater.record_outcomes(${JSON.stringify(outcomes)}::text::jsonb, 60)`
    expect([claimed.length, begun?.['n']]).toEqual([50, 50])
    const [sent] = await sql`select sent_count from public.campaign_counters where campaign_id = ${id}`
    expect(sent).toEqual({ sent_count: 50 })
    // The three steps, and the keys that point at a message.
    expect((await reads()) - before).toBeLessThan(50 * 20)
  })
})

test('two campaigns that run at once keep a recipient’s cap between them', async () => {
  const cap = { send_options: { frequency_cap: { messages: 1, days: 7 } } }
  const before = world.twilio.messages().length
  const ids = await Promise.all([draft(cap), draft(cap), draft(cap)])
  await Promise.all(ids.map(send))
  const settled = await Promise.all(
    ids.map((id) =>
      campaignUntil(
        ada,
        id,
        ({ counters }) => counters.recipients > 0 && counters.pending + counters.sent === 0,
      ),
    ),
  )
  const recipients = world.twilio
    .messages()
    .slice(before)
    .map(({ to }) => to)
  expect([recipients.length, new Set(recipients).size]).toEqual([60, 60])
  const sum = (name: 'delivered' | 'held') =>
    settled.reduce((total, { counters }) => total + counters[name], 0)
  expect([sum('delivered'), sum('held')]).toEqual([60, 120])
}, 60_000)

test('an event about a message that isn’t known yet takes effect when it comes again', async () => {
  const id = await draft({ target_criteria: { name: 'P7' } })
  world.twilio.control({ callbacks: false })
  await send(id)
  await campaignUntil(ada, id, ({ counters }) => counters.sent === 1)
  world.twilio.control({ callbacks: true })
  const sid = (await ledgerOf(ada, id)).get(mobile(7))?.provider_message_id ?? ''
  await tryOut(async (sql) => {
    const tell = async () => {
      const [row] =
        await sql`select headwater.apply_delivery(${providerId}, ${`${sid}:delivered`}, null, ${sid}, 'delivered', null, null, now()) took`
      return row?.['took']
    }
    await sql`update public.campaign_messages set provider_message_id = null where campaign_id = ${id}`
    expect(await tell()).toBe(false)
    await sql`update public.campaign_messages set provider_message_id = ${sid} where campaign_id = ${id}`
    expect([await tell(), await tell()]).toEqual([true, false])
  })
})

test('a campaign that is changed, deleted or given another model while it runs sends what was reviewed', async () => {
  const { id: slow } = await addTwilio(world, ada, { segments_per_second: 8 })
  const source = await makeModel(
    world,
    ada,
    Array.from({ length: 20 }, (_, n) => ({ name: 'Ada', phone: mobile(500 + n) })),
  )
  const id = await draft({ data_model_id: source, provider_id: slow })
  await send(id)
  await campaignUntil(ada, id, ({ counters }) => counters.delivered > 0)
  const change = async (body: object) => (await ada.campaigns('PUT', `/campaigns/${id}`, body)).body.code
  const changes = [
    { message: 'Other' },
    { target_criteria: {} },
    { data_model_id: modelId },
    { provider_id: providerId },
    { send_options: { opt_out_line: 'x' } },
    { type: 'whatsapp' },
  ]
  expect(await Promise.all(changes.map(change))).toEqual(changes.map(() => 'CAMPAIGN_LOCKED'))
  // The records may change or go: the ledger has what it needs.
  await ada.call('DELETE', `/models/${source}`)
  const { status, counters } = await campaignUntil(
    ada,
    id,
    (now) => now.status === 'completed' && now.counters.sent === 0,
  )
  expect([status, counters.delivered]).toEqual(['completed', 20])
  const bodies = world.twilio.messages().filter(({ to }) => to >= mobile(500) && to < mobile(520))
  expect([...new Set(bodies.map(({ body }) => body))]).toEqual(['Hi Ada'])
}, 60_000)

test('logs say what happened, and nothing of whom it happened to', async () => {
  const secret = { name: 'Zebediah', phone: mobile(900) }
  const source = await makeModel(world, ada, [secret, { name: 'Zebediah', phone: '+493012345678' }])
  const printer = await ada.campaigns<{ id: string }>('POST', '/providers', {
    kind: 'console',
    name: 'Console',
  })
  for (const provider of [providerId, printer.body.data.id]) {
    const id = await draft({ data_model_id: source, provider_id: provider })
    await ada.campaigns('POST', `/campaigns/${id}/simulate`, {})
    await ada.campaigns('POST', `/campaigns/${id}/test`, { to: secret.phone })
    await send(id)
    await campaignUntil(
      ada,
      id,
      ({ status, counters }) => status === 'completed' && (provider !== providerId || counters.sent === 0),
    )
  }
  await ada.campaigns('GET', `/suppressions?search=${encodeURIComponent(secret.phone)}`)
  await world.twilio.idle()
  const lines = await until(
    async () => world.log(),
    (log) => log.some((line) => line.includes('console_message')),
  )
  expect(lines.some((line) => line.includes('/campaigns/send'))).toBe(true)
  const telling = ['Zebediah', secret.phone.slice(1), '493012345678', world.twilio.authToken]
  expect(lines.filter((line) => telling.some((word) => line.includes(word)))).toEqual([])
}, 60_000)

test('the counters of every campaign are what its ledger says', async () => {
  const differing = await world.sql`
    select c.campaign_id, to_json(c) counted, to_json(l) found from public.campaign_counters c
    left join lateral (
      select count(*) recipients, count(*) filter (where status = 'pending') pending, count(*) filter (where status = 'held') held,
        count(*) filter (where status = 'sent') sent, count(*) filter (where status = 'delivered') delivered,
        count(*) filter (where status = 'failed') failed, count(*) filter (where status = 'suppressed') suppressed,
        coalesce(sum(segments) filter (where sent_at is not null), 0) segments,
        coalesce(sum(cost_micros) filter (where sent_at is not null), 0) cost,
        (select count(*) from public.campaign_skips s where s.campaign_id = c.campaign_id) skipped
      from public.campaign_messages m where m.campaign_id = c.campaign_id
    ) l on true
    where (c.recipients_count, c.pending_count, c.held_count, c.sent_count, c.delivered_count, c.failed_count, c.suppressed_count,
        c.segments_count, c.cost_micros, c.skipped_count)
      is distinct from (l.recipients, l.pending, l.held, l.sent, l.delivered, l.failed, l.suppressed, l.segments, l.cost, l.skipped)`
  expect([...differing]).toEqual([])
  const [counted] =
    await world.sql`select count(*)::int campaigns, sum(recipients_count)::int recipients from public.campaign_counters`
  expect(counted?.['recipients']).toBeGreaterThan(200)
})
