import { createHub, isHubApiError } from '@headwater/core'
import { createCampaigns, isMoving, type Campaign } from '@headwater/core/campaigns'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeModel, mobile, startCampaignStack, type CampaignStack, type Sender } from './campaigns.ts'
import { until } from './data-hub.ts'

let world: CampaignStack
let ada: Sender
let hub: ReturnType<typeof createHub>
let campaigns: ReturnType<typeof createCampaigns>
let modelId: string

beforeAll(async () => {
  world = await startCampaignStack()
  ada = await world.signUp('ada')
  hub = createHub({ supabase: ada.client })
  campaigns = createCampaigns(hub)
  modelId = await makeModel(
    world,
    ada,
    Array.from({ length: 30 }, (_, n) => ({
      name: `P${n}`,
      phone: mobile(n),
      status: n % 3 ? 'active' : 'lapsed',
    })),
  )
}, 90_000)

afterAll(async () => {
  hub.close()
  await world.stop()
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  return isHubApiError(failure) ? failure.code : String(failure)
}

test('the client goes the whole way on the console, the account that sends nothing', async () => {
  const provider = await campaigns.providers.create({ kind: 'console', name: 'Console', price_micros: 1000 })
  expect((await campaigns.providers.list()).data.map(({ id }) => id)).toEqual([provider.id])

  const { data: audience } = await campaigns.audiences.recipients({
    data_model_id: modelId,
    criteria: { status: 'active' },
    limit: 5,
  })
  expect([audience.total, audience.recipients.length]).toEqual([20, 5])
  const segment = await campaigns.audiences.createSegment({
    data_model_id: modelId,
    name: 'Active',
    criteria: { status: 'active' },
  })
  expect((await campaigns.audiences.listSegments(modelId)).data).toEqual([segment])

  const draft = await campaigns.create(
    {
      name: 'Welcome',
      type: 'sms',
      message: 'Hi {{name}}',
      data_model_id: modelId,
      provider_id: provider.id,
      target_criteria: segment.criteria,
    },
    { idempotencyKey: 'draft-1' },
  )
  const changed = await campaigns.update(draft.id, {
    message: 'Hello {{name}}',
    expected_updated_at: draft.updated_at,
  })
  expect(
    await codeOf(campaigns.update(draft.id, { message: 'Lost', expected_updated_at: draft.updated_at })),
  ).toBe('CONFLICT')
  expect((await campaigns.get(draft.id)).data).toEqual(changed)

  const { data: simulation } = await campaigns.simulate(draft.id, { limit: 1 })
  expect(simulation).toMatchObject({
    exact: true,
    needs_confirmation: false,
    totals: { matched: 20, send: 20, segments: 20, cost_micros: 20_000 },
  })
  expect(simulation.messages[0]?.text).toMatch(/^Hello P\d+$/)

  await campaigns.suppressions.add({ channel: 'sms', addresses: [mobile(1), mobile(1), mobile(500)] })
  expect((await campaigns.suppressions.list({ search: '2012000001' })).data.total).toBe(1)

  const leave = hub.live.connect()
  const observed: Campaign['status'][] = []
  const stop = hub.queryClient.getQueryCache().subscribe(() => {
    const data = hub.queryClient.getQueryData<{ data: Campaign }>(campaigns.keys.detail(draft.id))
    if (data && observed.at(-1) !== data.data.status) observed.push(data.data.status)
  })
  expect(isMoving(await campaigns.send({ campaign_id: draft.id }))).toBe(true)
  const { data: done } = await until(
    async () => {
      await hub.queryClient.invalidateQueries({ queryKey: campaigns.keys.detail(draft.id) })
      return campaigns.get(draft.id)
    },
    ({ data }) => data.status === 'completed',
  )
  stop()
  leave()
  expect(done.counters).toMatchObject({ recipients: 20, sent: 19, suppressed: 1, pending: 0 })
  expect((await campaigns.messages(draft.id, { status: 'suppressed' })).data).toMatchObject({
    total: 1,
    messages: [{ recipient: mobile(1), reason: 'OPTED_OUT' }],
  })
  expect((await campaigns.skipped(draft.id)).data.total).toBe(0)
  expect((await campaigns.analytics(draft.id)).data.funnel[2]).toEqual({ step: 'accepted', count: 19 })
  expect(observed).toContain('completed')

  expect(await codeOf(campaigns.update(draft.id, { message: 'x' }))).toBe('CAMPAIGN_LOCKED')
  expect(await codeOf(campaigns.providers.remove(provider.id))).toBe('PROVIDER_IN_USE')
  expect(await codeOf(campaigns.resume(draft.id))).toBe('CAMPAIGN_STATUS')
  await campaigns.remove(draft.id)
  expect(await codeOf(campaigns.get(draft.id))).toBe('NOT_FOUND')
  await campaigns.audiences.removeSegment(segment.id)
  await campaigns.providers.remove(provider.id)
}, 60_000)
