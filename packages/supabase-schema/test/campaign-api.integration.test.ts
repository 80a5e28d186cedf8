import type { Campaign } from '@headwater/core/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
let modelId: string
let providerId: string

beforeAll(async () => {
  world = await startCampaignStack({ twilio: { delayMs: 10 } })
  ada = await world.signUp('ada')
  modelId = await makeModel(
    world,
    ada,
    Array.from({ length: 20 }, (_, n) => ({ name: `P${n}`, phone: mobile(n), status: 'active' })),
  )
  providerId = (await addTwilio(world, ada)).id
}, 90_000)

afterAll(() => world.stop())

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

  test('whoever only reads changes nothing, by whatever path, and an outsider finds nothing there', async () => {
    const people = {
      researcher: await world.signUp('researcher-2'),
      client: await world.signUp('client-2'),
      outsider: await world.signUp('outsider-2'),
    }
    for (const role of ['researcher', 'client'] as const)
      await world.sql`update public.user_profiles set role = ${role}, agency_id = (select agency_id from public.user_profiles where id = ${ada.id}) where id = ${people[role].id}`
    const id = await draft()
    await ada.campaigns('PUT', `/campaigns/${id}/assignments`, { user_ids: [people.client.id] })
    const criteria = { status: 'active' }
    const { body: segment } = await ada.campaigns<{ id: string }>('POST', '/segments', {
      data_model_id: modelId,
      name: 'Active',
      criteria,
    })
    await ada.campaigns('POST', '/suppressions', { channel: 'sms', addresses: ['+12015559999'] })
    const { body: list } = await ada.campaigns<{ suppressions: { id: string }[] }>('GET', '/suppressions')
    const suppression = list.data.suppressions[0]?.id
    const requests: [string, string, object?][] = [
      ['POST', `/campaigns/${id}/pause`],
      ['POST', `/campaigns/${id}/resume`],
      ['POST', `/campaigns/${id}/cancel`],
      ['POST', `/campaigns/${id}/test`, { to: mobile(1) }],
      ['PUT', `/campaigns/${id}/assignments`, { user_ids: [] }],
      ['PUT', `/providers/${providerId}`, { name: 'Mine' }],
      ['POST', `/providers/${providerId}/reseal`],
      ['DELETE', `/providers/${providerId}`],
      ['DELETE', `/suppressions/${suppression}`],
      ['POST', '/recipients', { data_model_id: modelId, criteria }],
      ['PUT', `/segments/${segment.data.id}`, { name: 'Mine' }],
    ]
    const statusesOf = (person: Sender) =>
      Promise.all(requests.map(async (request) => (await person.campaigns(...request)).status))
    const before = JSON.stringify((await ada.campaigns('GET', `/campaigns/${id}`)).body.data)
    // The model is its owner's alone; segments are for staff.
    expect(await statusesOf(people.researcher)).toEqual([
      403, 403, 403, 403, 403, 403, 403, 403, 403, 404, 200,
    ])
    expect(await statusesOf(people.client)).toEqual([403, 403, 403, 403, 403, 403, 403, 403, 404, 404, 404])
    expect(await statusesOf(people.outsider)).toEqual([404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404])
    expect(JSON.stringify((await ada.campaigns('GET', `/campaigns/${id}`)).body.data)).toBe(before)
    expect((await ada.campaigns<unknown[]>('GET', '/providers')).body.data).toHaveLength(1)
    const added = await people.client.campaigns('POST', '/suppressions', {
      channel: 'sms',
      addresses: [mobile(1)],
    })
    expect(added.status).toBe(404)
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
    ['a text that no database holds', { message: 'a\u0000b' }, ''],
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
    await world.sql`select headwater.tend_campaigns()`
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
  const { id: slow } = await addTwilio(world, ada, { segments_per_second: 2 })
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
