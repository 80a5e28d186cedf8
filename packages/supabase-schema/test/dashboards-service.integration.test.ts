import { createHub } from '@headwater/core'
import type { KPIClient } from '@headwater/core/contracts'
import { createDashboards } from '@headwater/core/dashboards'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startDashboards, type DashboardStack } from './dashboards.ts'
import { signUp, until, type Person } from './data-hub.ts'

const KPI = 'hybrid-workspace-analytics'
const INFRASTRUCTURE = 'hybrid-email-accounts-v2'

let all: DashboardStack
let first: KPIClient[]

beforeAll(async () => {
  all = await startDashboards({
    env: { HEADWATER_VENDOR_TIMEOUT_MS: '400', HEADWATER_VENDOR_ATTEMPTS: '2' },
  })
  const lines = await all.refresh(KPI)
  first = lines.at(-1)?.answer.clients ?? []
})

afterEach(async () => {
  all.bison.heal()
  all.bison.control({ latency: { medianMs: 0, p95Ms: 0 } })
})

afterAll(async () => {
  await all[Symbol.asyncDispose]()
})

describe('who may', () => {
  let client: Person
  let outsider: Person
  beforeAll(async () => {
    client = await signUp(all.stack, 'client@example.com')
    outsider = await signUp(all.stack, 'outsider@example.com')
    await all.sql`update public.user_profiles set role = 'client', agency_id = ${all.agencyId} where id = ${client.id}`
  })

  test('nobody without a session or with a client’s role reads a dashboard', async () => {
    expect((await all.call(KPI, null)).status).toBe(401)
    expect(await all.call(KPI, client)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    expect((await all.call(`${KPI}?force=true`, client)).status).toBe(403)
    expect((await all.call(`${INFRASTRUCTURE}/accounts`, client)).status).toBe(403)
  })

  test('another agency sees nothing, also when it names the ids, and is told that it is not connected', async () => {
    expect((await all.call(`${KPI}?workspace_ids=${first[0]?.id}`, outsider)).body.data).toMatchObject({
      clients: [],
      coverage: { expected: 0 },
    })
    const response = await all.get(`${KPI}?force=true`, outsider)
    expect(JSON.parse((await response.text()).trim())).toMatchObject({
      type: 'problem',
      code: 'NOT_CONNECTED',
    })
  })

  test('an agency whose token is refused is told so, instead of being shown nothing', async () => {
    const stranger = await signUp(all.stack, 'stranger@example.com')
    await stranger.client.rpc('set_email_bison_connection', {
      base_url: 'https://bison.example.com',
      token: 'wrong',
    })
    const response = await all.get(`${KPI}?force=true`, stranger)
    expect(JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'problem',
      code: 'VENDOR_UNAUTHORIZED',
    })
    const { data } = await stranger.client.from('workspace_connections').select('discovery_error').single()
    expect(data?.discovery_error).toContain('refused the token')
    await stranger.client.from('workspace_connections').delete().neq('base_url', '')
  })

  test('a selection is read alone, and ids that are none are refused', async () => {
    const ids = [first[4]?.id, first[5]?.id]
    const { data } = (await all.call(`${KPI}?workspace_ids=${ids.join(',')}`)).body
    expect([data.clients.map(({ id }) => id), data.coverage.expected]).toEqual([ids, 2])
    expect((await all.call(`${KPI}?workspace_ids=1;drop`)).status).toBe(422)
    all.bison.resetTraffic()
    const lines = await all.refresh(KPI, `&workspace_ids=${ids[0]}`)
    expect(lines[0]).toMatchObject({ type: 'start', expected: 1 })
  })

  test('tokens go in and never come out, and go with the connection', async () => {
    const secrets = () => all.sql`select from vault.secrets where name like 'headwater:email_bison:%'`
    expect((await secrets()).length).toBeGreaterThanOrEqual(28)
    const row = await all.ada.client.from('workspace_connections').select()
    expect(JSON.stringify(row.data)).not.toContain(all.bison.token)
    for (const table of ['agency_secrets', 'decrypted_secrets', 'secrets'])
      expect((await all.ada.client.from(table).select()).error).not.toBeNull()
    expect(
      (await all.ada.client.rpc('read_secret', { p_agency_id: all.agencyId, p_purpose: 'email_bison' }))
        .error,
    ).not.toBeNull()
    const refused = await client.client.rpc('set_email_bison_connection', {
      base_url: 'https://bison.example.com',
      token: 'x',
    })
    expect(refused.error?.code).toBe('42501')
    const stolen = await outsider.client.rpc('set_workspace_token', {
      workspace_id: first[0]?.id,
      token: 'x',
    })
    expect(stolen.error?.code).toBe('42501')
    await outsider.client.rpc('set_email_bison_connection', {
      base_url: 'https://bison.example.org',
      token: 'theirs',
    })
    const before = (await secrets()).length
    await outsider.client.from('workspace_connections').delete().neq('base_url', '')
    expect((await secrets()).length).toBe(before - 1)
  })

  test.each([
    'http://bison.example.com',
    'https://127.0.0.1',
    'https://localhost',
    'https://user@bison.example.com',
    'https://bison.example.com/path',
    'file:///etc',
  ])('%s is no address of an instance', async (baseUrl) => {
    const { error } = await all.ada.client.rpc('set_email_bison_connection', {
      base_url: baseUrl,
      token: 'x',
    })
    expect(error?.code).toBe('23514')
  })
})

describe('the schedule', () => {
  const waiting = async () =>
    Number((await all.sql`select count(*)::integer count from pgmq.q_workspace_refreshes`)[0]?.['count'])

  test('reads what is due, once, and nothing before its time', async () => {
    await all.refresh(KPI)
    await all.refresh(INFRASTRUCTURE)
    await all.runScheduled('headwater-dashboard-refresh')
    expect(await waiting()).toBe(0)
    await all.sql`update public.workspace_snapshots set next_refresh_at = now() where source = 'stats' and workspace_id = ${first[0]?.id ?? null}`
    all.bison.resetTraffic()
    await all.sql`select headwater.enqueue_refreshes(), headwater.enqueue_refreshes()`
    await until(waiting, (count) => count === 0)
    const stats = Object.keys(all.bison.traffic().byWorkspace).filter((path) => path.endsWith('/stats'))
    expect(stats).toHaveLength(1)
  })

  test('waits longer after each failure, up to 15 minutes', async () => {
    all.bison.control({ outage: 'error' })
    const waits: number[] = []
    for (let index = 0; index < 5; index++) {
      await all.refresh(KPI, `&workspace_ids=${first[0]?.id}`)
      const [row] = await all.sql`
        select extract(epoch from next_refresh_at - now())::integer seconds from public.workspace_snapshots where workspace_id = ${first[0]?.id ?? null} and source = 'stats'`
      waits.push(Number(row?.['seconds']))
    }
    expect(waits.map((seconds) => Math.round(seconds / 60))).toEqual([2, 4, 8, 15, 15])
    all.bison.heal()
    await all.refresh(KPI)
  })

  test('goes on where a killed worker stopped', async () => {
    await all.sql`update public.workspace_snapshots set next_refresh_at = now(), fetched_at = now() - interval '1 hour', data_as_of = now() - interval '1 hour' where source = 'stats'`
    all.bison.control({ latency: { medianMs: 100, p95Ms: 120 } })
    const fresh = async () =>
      (
        await all.sql`select from public.workspace_snapshots where source = 'stats' and fetched_at > now() - interval '1 minute'`
      ).length
    await all.runScheduled('headwater-dashboard-refresh')
    await until(fresh, (count) => count >= 5)
    all.stack.functions.restart('dashboard-refresh')
    const kept = await fresh()
    expect(kept).toBeLessThan(27)
    expect(await waiting()).toBe(1)
    // What a real clock would bring: the message and the turns come back.
    await all.sql`select pgmq.set_vt('workspace_refreshes', msg_id, 0::integer) from pgmq.q_workspace_refreshes`
    await all.sql`update public.workspace_snapshots set claimed_until = now() - interval '1 second' where claimed_until is not null`
    all.bison.control({ latency: { medianMs: 0, p95Ms: 0 } })
    all.bison.resetTraffic()
    await all.runScheduled('headwater-dashboard-refresh')
    expect(await until(fresh, (count) => count === 27)).toBe(27)
    const stats = Object.keys(all.bison.traffic().byWorkspace).filter((path) => path.endsWith('/stats'))
    expect(stats.length).toBeLessThanOrEqual(27 - kept)
  })

  test('is for the project’s own key', async () => {
    for (const name of ['dashboard-refresh', 'health-monitor']) {
      const response = await fetch(`${all.stack.functionsUrl}/${name}`, {
        method: 'POST',
        headers: { apikey: all.stack.publishableKey },
      })
      expect(response.status).toBe(401)
    }
  })
})

test('the client of the hub fills its cache while a forced refresh goes on, and health is read beside it', async () => {
  const hub = createHub({ supabase: all.ada.client })
  const dashboards = createDashboards(hub, { persistence: null, reportEveryMs: 10 })
  await dashboards.fetchKPIData()
  const counts: number[] = []
  const { data, meta } = await dashboards.fetchKPIData({
    force: true,
    onProgress: (progress) => progress.state === 'refreshing' && counts.push(progress.done),
  })
  expect([data.coverage.current, meta.source, counts.at(-1)]).toEqual([27, 'network', 27])
  const { data: health } = await dashboards.health.summary()
  const points = health?.deductions.reduce((sum, deduction) => sum + deduction.points, 0) ?? Number.NaN
  expect((health?.health_score ?? 0) + points).toBe(100)
  const reported = () =>
    all.sql`select api_name from public.api_health_logs where origin = 'client' and user_id = ${all.ada.id}`
  expect((await until(reported, (rows) => rows.length >= 2)).map((row) => row['api_name'])).toContain(KPI)
  dashboards.close()
  hub.close()
})

test('a refresh that has used up its CPU time ends, and the worker goes on in slices until all is read', async () => {
  await using sliced = await startDashboards({ env: { HEADWATER_REFRESH_CPU_MS: '25' } })
  const lines = await sliced.refresh(KPI)
  const { coverage } = lines.at(-1)?.answer ?? {}
  expect(coverage?.current).toBeLessThan(27)
  expect(
    lines.filter(({ type }) => type === 'failed').every(({ workspace }) => workspace.code === 'NOT_READ_YET'),
  ).toBe(true)
  await sliced.runScheduled('headwater-dashboard-refresh')
  const read = async () =>
    (await sliced.sql`select from public.workspace_snapshots where source = 'stats' and data is not null`)
      .length
  expect(await until(read, (count) => count === 27)).toBe(27)
})

test('each function has its OpenAPI document', async () => {
  for (const name of [KPI, 'volume-dashboard-data', 'revenue-analytics', INFRASTRUCTURE]) {
    const response = await fetch(`${all.stack.functionsUrl}/${name}/openapi.json`)
    const document: { openapi: string; paths: Record<string, object> } = await response.json()
    expect([document.openapi, Object.keys(document.paths)]).toEqual([
      '3.1.0',
      name === INFRASTRUCTURE ? ['/', '/accounts'] : ['/'],
    ])
  }
})
