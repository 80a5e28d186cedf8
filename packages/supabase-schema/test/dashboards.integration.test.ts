import { createHub } from '@headwater/core'
import type { KPIClient } from '@headwater/core/contracts'
import { createDashboards } from '@headwater/core/dashboards'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startDashboards, type DashboardBody, type DashboardStack } from './dashboards.ts'
import { until } from './data-hub.ts'

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

/** Makes figures that were read look older. */
async function ageFigures(interval: string, names: readonly string[] | null = null): Promise<void> {
  await all.sql`
    update public.workspace_snapshots s set fetched_at = now() - ${interval}::interval, data_as_of = now() - ${interval}::interval
    from public.workspaces w where w.id = s.workspace_id and s.data is not null and (${names === null} or w.name = any(${names ?? []}::text[]))`
}

const vendorIds = async (names: readonly string[]): Promise<number[]> =>
  (
    await all.sql<
      { vendor_id: string }[]
    >`select vendor_id from public.workspaces where name = any(${[...names]}::text[])`
  ).map((row) => Number(row.vendor_id))

describe('a refresh', () => {
  test('reads each workspace with its own token, streams each as it comes, and ends with the whole', async () => {
    all.bison.resetTraffic()
    const lines = await all.refresh(KPI)
    expect(lines[0]).toEqual({ type: 'start', expected: 27 })
    const rows = lines.filter(({ type }) => type === 'workspace')
    expect(rows.map(({ done }) => done)).toEqual(Array.from({ length: 27 }, (_, index) => index + 1))
    expect(lines.at(-1)?.answer.coverage).toMatchObject({ expected: 27, current: 27, behind: [] })
    const { switches, byWorkspace, byStatus } = all.bison.traffic()
    expect(switches).toBe(0)
    expect(Object.keys(byStatus)).toEqual(['200'])
    expect(Object.entries(byWorkspace).filter(([path]) => path.endsWith('/stats'))).toHaveLength(27)
  })

  test('has five workspaces under way at most, and never waits for a whole batch', async () => {
    all.bison.resetTraffic()
    const [slow = 0] = await vendorIds([first[0]?.name ?? ''])
    all.bison.control({ latency: { medianMs: 30, p95Ms: 31 }, workspaces: { [slow]: { outage: 'hang' } } })
    const startedAt = performance.now()
    const lines = await all.refresh(KPI)
    // Three requests a workspace; the list of workspaces is one more.
    expect(all.bison.traffic().mostAtOnce).toBeLessThanOrEqual(16)
    const failedAt = lines.findIndex(({ type }) => type === 'failed')
    expect(failedAt).toBeGreaterThan(20)
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  test('by two at once reads nothing twice', async () => {
    // Both functions run before the two begin.
    await all.call('volume-dashboard-data')
    all.bison.resetTraffic()
    all.bison.control({ latency: { medianMs: 50, p95Ms: 60 } })
    const [one, other] = await Promise.all([all.refresh(KPI), all.refresh('volume-dashboard-data')])
    for (const lines of [one, other]) expect(lines.at(-1)?.answer.coverage.current).toBe(27)
    const stats = Object.entries(all.bison.traffic().byWorkspace).filter(([path]) => path.endsWith('/stats'))
    // Of the first window, one may have ended before the other began.
    expect(stats.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual((27 + 5) * 3)
  })

  test('waits for the reader that has a workspace’s turn, and says meanwhile that it is alive', async () => {
    await all.sql`update public.workspace_snapshots set claimed_until = now() + interval '1 minute' where workspace_id = ${first[0]?.id ?? null} and source = 'stats'`
    const response = await all.get(`${KPI}?force=true`)
    const decoder = new TextDecoder()
    let text = ''
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes, { stream: true })
      if (text.includes('"type":"waiting"'))
        await all.sql`update public.workspace_snapshots set claimed_until = null where workspace_id = ${first[0]?.id ?? null}`
    }
    const types = text
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).type))
    expect(types.filter((type) => type === 'workspace')).toHaveLength(27)
    expect(types.slice(-3)).toEqual(['waiting', 'workspace', 'end'])
  })

  test('whose reader hangs up ends, keeps what was read, and leaves the rest to the next', async () => {
    await ageFigures('20 minutes')
    all.bison.control({ latency: { medianMs: 60, p95Ms: 90 } })
    const stop = new AbortController()
    const { data } = await all.ada.client.auth.getSession()
    const response = await fetch(`${all.stack.functionsUrl}/${KPI}?force=true`, {
      headers: { authorization: `Bearer ${data.session?.access_token}` },
      signal: stop.signal,
    })
    const reader = response.body?.getReader()
    let text = ''
    while (text.split('"type":"workspace"').length < 4)
      text += new TextDecoder().decode((await reader?.read())?.value)
    stop.abort()
    const claims = () =>
      all.sql`select from public.workspace_snapshots where source = 'stats' and claimed_until is not null`
    expect(await until(claims, (rows) => rows.length === 0)).toHaveLength(0)
    const fresh =
      await all.sql`select from public.workspace_snapshots where source = 'stats' and fetched_at > now() - interval '1 minute'`
    expect(fresh.length).toBeGreaterThanOrEqual(3)
    expect(fresh.length).toBeLessThan(27)
    all.bison.control({ latency: { medianMs: 0, p95Ms: 0 } })
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.current).toBe(27)
  })
})

describe('a dashboard', () => {
  test('is answered from the snapshots, without the vendor', async () => {
    all.bison.resetTraffic()
    all.bison.control({ outage: 'hang' })
    const startedAt = performance.now()
    const { status, body } = await all.call(KPI)
    expect(status).toBe(200)
    expect(body.data.clients).toHaveLength(27)
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(all.bison.traffic().requests).toBe(0)
  })

  test('is answered to `functions.invoke`, which posts', async () => {
    const { data, error } = await all.ada.client.functions.invoke<DashboardBody>(KPI)
    expect([error, data?.data.clients.length]).toEqual([null, 27])
  })

  test('goes on without the workspaces that fail, names them, and shows their last figures at their age', async () => {
    const names = first.slice(3, 6).map(({ name }) => name)
    await all.refresh(KPI)
    await ageFigures('14 minutes', names)
    const ids = await vendorIds(names)
    all.bison.control({ workspaces: Object.fromEntries(ids.map((id) => [id, { outage: 'error' as const }])) })
    const { coverage, clients } = (await all.refresh(KPI)).at(-1)?.answer ?? {}
    expect(coverage?.summary).toBe('24 of 27, oldest 14 min')
    expect(coverage?.behind.map(({ name }) => name)).toEqual(names)
    expect(coverage?.behind[0]).toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
      message: 'Email Bison had a fault.',
    })
    expect(clients).toHaveLength(27)
    all.bison.heal()
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.summary).toMatch(/^27 of 27, oldest \d s$/)
  })

  test('keeps all its figures through an outage, and the next reading recovers', async () => {
    await all.refresh(KPI)
    await ageFigures('25 minutes')
    all.bison.control({ outage: 'error' })
    const lines = await all.refresh(KPI)
    expect(lines.filter(({ type }) => type === 'failed')).toHaveLength(27)
    expect(lines.at(-1)?.answer.coverage.summary).toBe('0 of 27, oldest 25 min')
    expect(lines.at(-1)?.answer.clients).toHaveLength(27)
    const [cache] = await all.sql`SELECT * FROM data_cache_metadata WHERE status = 'error'`
    expect(cache).toMatchObject({
      expected_count: 27,
      current_count: 0,
      error_message: 'Email Bison had a fault.',
    })
    all.bison.heal()
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.current).toBe(27)
  })

  test.each([
    ['disconnect', 'VENDOR_UNREACHABLE'],
    ['hang', 'VENDOR_TIMEOUT'],
  ] as const)('says that the vendor answers with %s', async (outage, code) => {
    const [id = 0] = await vendorIds([first[0]?.name ?? ''])
    all.bison.control({ workspaces: { [id]: { outage } } })
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.behind).toMatchObject([
      { code, name: first[0]?.name },
    ])
  })

  test('keeps its figures when an answer is not JSON, and the log names the workspace', async () => {
    const [id = 0] = await vendorIds([first[1]?.name ?? ''])
    all.bison.control({ workspaces: { [id]: { malformedJson: true } } })
    const { coverage, clients } = (await all.refresh(KPI)).at(-1)?.answer ?? {}
    expect(coverage?.behind).toMatchObject([{ code: 'VENDOR_MALFORMED' }])
    expect(clients?.find(({ id: own }) => own === first[1]?.id)?.leadsGenerated).toBe(
      first[1]?.leadsGenerated,
    )
    const errors = await all.sql`
      select e.source, e.error_type from public.data_validation_errors e where e.workspace_id = ${first[1]?.id ?? null} and error_type = 'VENDOR_MALFORMED'`
    expect(errors[0]).toEqual({ source: 'Email Bison', error_type: 'VENDOR_MALFORMED' })
  })

  test('reads numbers that come as text as the same numbers', async () => {
    const before = (await all.refresh(KPI)).at(-1)?.answer.clients ?? []
    all.bison.control({ stringNumbers: true })
    const after = (await all.refresh(KPI)).at(-1)?.answer.clients ?? []
    expect(after.map(({ leadsGenerated, emailsSent }) => [leadsGenerated, emailsSent])).toEqual(
      before.map(({ leadsGenerated, emailsSent }) => [leadsGenerated, emailsSent]),
    )
  })

  test('counts ages by our clock while the vendor’s is wrong, and notes that it is', async () => {
    all.bison.control({ clockSkewMs: -7_200_000 })
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.summary).toMatch(/^27 of 27, oldest \d+ s$/)
    const notes = await all.sql`select from public.data_validation_errors where error_type = 'CLOCK_SKEW'`
    expect(notes.length).toBeGreaterThan(0)
  })

  test('waits as long as a 429 asks, and then has every workspace', async () => {
    all.bison.control({ tooManyRequests: 3, retryAfterSeconds: 1 })
    const startedAt = performance.now()
    expect((await all.refresh(KPI)).at(-1)?.answer.coverage.current).toBe(27)
    expect(performance.now() - startedAt).toBeGreaterThan(990)
  })

  test('shows a removed workspace no more, and keeps its figures in case it returns', async () => {
    const [id = 0] = await vendorIds([first[2]?.name ?? ''])
    all.bison.control({ workspaces: { [id]: { removed: true } } })
    await all.refresh(KPI)
    const gone = (await all.call(KPI)).body.data
    expect([gone.coverage.expected, gone.clients.some((client) => client.id === first[2]?.id)]).toEqual([
      26,
      false,
    ])
    all.bison.heal()
    await all.refresh(KPI)
    const back = (await all.call(KPI)).body.data
    expect([back.coverage.expected, back.clients.some((client) => client.id === first[2]?.id)]).toEqual([
      27,
      true,
    ])
  })

  test('does not believe a list that is suddenly empty', async () => {
    all.bison.control({
      workspaces: Object.fromEntries(all.bison.workspaceIds().map((id) => [id, { removed: true }])),
    })
    await all.refresh(KPI)
    expect((await all.call(KPI)).body.data.coverage.expected).toBe(27)
    all.bison.heal()
    await all.refresh(KPI)
  })

  test('does not pass last month’s figures off as this month’s', async () => {
    await all.refresh(KPI)
    await all.sql`update public.workspace_snapshots set data = jsonb_set(data, '{month}', '"2020-01"') where workspace_id = ${first[0]?.id ?? null} and source = 'stats'`
    const { coverage, clients } = (await all.call(KPI)).body.data
    expect(clients).toHaveLength(26)
    expect(coverage.behind).toMatchObject([{ code: 'NEW_MONTH', asOf: null }])
  })

  test('leaves out figures that another version wrote', async () => {
    await all.refresh(KPI)
    await all.sql`update public.workspace_snapshots set data = '{"old":1}' where workspace_id = ${first[0]?.id ?? null} and source = 'stats'`
    expect((await all.call(KPI)).body.data.coverage.behind).toMatchObject([{ code: 'NOT_READ_YET' }])
    await all.refresh(KPI)
  })
})

describe('figures', () => {
  test('are the vendor’s own, and the projection follows the month’s pace', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const lines = await all.refresh(KPI)
    const client = lines.at(-1)?.answer.clients[0]
    const [id = 0] = await vendorIds([client?.name ?? ''])
    const url = `${all.bison.url}/api/workspaces/v1.1/stats?start_date=${today.slice(0, 7)}-01&end_date=${today}`
    const { data } = await (
      await fetch(url, { headers: { authorization: `Bearer ${all.bison.tokenOf(id)}` } })
    ).json()
    expect(client).toMatchObject({
      leadsGenerated: data.interested,
      emailsSent: data.emails_sent,
      repliesReceived: data.unique_replies,
    })
    expect(client?.projectedReplies).toBeGreaterThanOrEqual(client?.leadsGenerated ?? 0)
  })

  test('of revenue and margin come from what admins set, and currencies are never added up', async () => {
    const hub = createHub({ supabase: all.ada.client })
    const dashboards = createDashboards(hub, { persistence: null, reportEveryMs: null })
    const money = { monthly_kpi: 40, price_per_lead_minor: 5000, monthly_cost_minor: 100 }
    await dashboards.targets.save(first[0]?.id ?? '', { ...money, currency: 'EUR' })
    await dashboards.targets.save(first[1]?.id ?? '', {
      ...money,
      monthly_cost_minor: 99_999_999,
      currency: 'USD',
    })
    await dashboards.targets.save(first[2]?.id ?? '', { ...money, monthly_cost_minor: null, currency: 'EUR' })
    const { data, meta } = await dashboards.fetchRevenueData()
    const [one, two, three, four] = data.clients
    expect(one).toMatchObject({
      currency: 'EUR',
      revenueMinor: (one?.leadsGenerated ?? 0) * 5000,
      marginMinor: (one?.leadsGenerated ?? 0) * 5000 - 100,
    })
    expect(two?.marginMinor).toBeLessThan(0)
    expect([three?.revenueMinor === null, three?.marginMinor, four?.revenueMinor, four?.marginMinor]).toEqual(
      [false, null, null, null],
    )
    expect(data.totals).toEqual([
      {
        currency: 'EUR',
        clientCount: 2,
        revenueMinor: (one?.revenueMinor ?? 0) + (three?.revenueMinor ?? 0),
        marginMinor: one?.marginMinor,
      },
      { currency: 'USD', clientCount: 1, revenueMinor: two?.revenueMinor, marginMinor: two?.marginMinor },
    ])
    expect(meta.warnings).toContain(`${two?.name} has a negative margin.`)
    expect((await dashboards.fetchKPIData()).data.clients[0]?.monthlyKPI).toBe(40)
    expect((await dashboards.targets.list()).data[0]?.workspace_targets).toEqual({
      ...money,
      currency: 'EUR',
    })
    await expect(
      dashboards.targets.save(first[3]?.id ?? '', { ...money, currency: null }),
    ).rejects.toMatchObject({ code: '23514' })
    dashboards.close()
    hub.close()
  })

  test('of infrastructure cover 4,000 accounts over many pages, and each account can be listed', async () => {
    const { clients, coverage } = (await all.refresh(INFRASTRUCTURE)).at(-1)?.answer ?? {}
    expect(coverage?.current).toBe(27)
    const accounts = clients?.reduce((sum, client) => sum + client.accountCount, 0)
    expect(accounts).toBeGreaterThan(4000)
    const listed = (await all.call(`${INFRASTRUCTURE}/accounts`)).body.data
    expect([listed.total, listed.accounts.length]).toEqual([accounts, accounts])
    const page = (await all.call(`${INFRASTRUCTURE}/accounts?workspace_ids=${first[0]?.id}&offset=2&limit=3`))
      .body.data
    expect(page.accounts.map(({ workspaceName }) => workspaceName)).toEqual(
      Array.from({ length: 3 }, () => first[0]?.name),
    )
    expect((await all.call(`${INFRASTRUCTURE}/accounts?limit=5001`)).status).toBe(422)
    const connected = listed.accounts.filter(
      ({ isConnected, workspaceId }) => isConnected && workspaceId === first[0]?.id,
    )
    expect(clients?.[0]).toMatchObject({
      connectedCount: connected.length,
      dailyCapacity: connected.reduce((sum, account) => sum + account.dailyLimit, 0),
    })
    const volume = (await all.call('volume-dashboard-data')).body.data.clients[0]
    expect(volume?.dailyCapacity).toBe(clients?.[0]?.dailyCapacity)
  })
})
