import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startDashboards, type DashboardStack } from './dashboards.ts'
import { signUp, type Person } from './data-hub.ts'

const KPI = 'hybrid-workspace-analytics'

let all: DashboardStack
let researcher: Person

beforeAll(async () => {
  all = await startDashboards({ bison: { workspaces: 6 } })
  researcher = await signUp(all.stack, 'researcher@example.com')
  await all.sql`update public.user_profiles set role = 'researcher', agency_id = ${all.agencyId} where id = ${researcher.id}`
})

beforeEach(async () => {
  all.bison.heal()
  all.slack.control('none')
  await all.refresh(KPI)
  await all.refresh('hybrid-email-accounts-v2')
  await all.sql`delete from public.health_incidents`
  await all.sql`delete from public.health_destinations`
  await all.sql`delete from public.health_thresholds where agency_id is not null`
  await all.sql`delete from public.api_health_logs`
  await all.sql`delete from public.data_validation_errors`
})

afterEach(() => {
  all.bison.heal()
})

afterAll(async () => {
  await all[Symbol.asyncDispose]()
})

describe('the tables', () => {
  // As the data-consistency spec prints them.
  test.each([
    `SELECT * FROM data_cache_metadata WHERE status = 'error';
-- Shows which dashboards have stale/error caches`,
    `SELECT
  api_name,
  AVG(response_time_ms) as avg_response_time,
  COUNT(CASE WHEN success = false THEN 1 END) as error_count
FROM api_health_logs
WHERE timestamp > NOW() - INTERVAL '1 hour'
GROUP BY api_name;`,
    `SELECT
  source,
  error_type,
  COUNT(*) as occurrences
FROM data_validation_errors
WHERE timestamp > NOW() - INTERVAL '24 hours'
GROUP BY source, error_type
ORDER BY occurrences DESC;`,
    `SELECT * FROM dashboard_health_summary;
-- Returns health score 0-100`,
    `SELECT
  api_name,
  AVG(response_time_ms) as avg_ms,
  MAX(response_time_ms) as max_ms
FROM api_health_logs
WHERE api_name = 'Email Bison'
AND timestamp > NOW() - INTERVAL '1 hour'
GROUP BY api_name;`,
    `SELECT * FROM data_validation_errors
WHERE timestamp > NOW() - INTERVAL '1 hour'
ORDER BY timestamp DESC
LIMIT 20;`,
  ])('answer the spec’s query %#', async (query) => {
    const [id = 0] = all.bison.workspaceIds()
    all.bison.control({ outage: 'error', workspaces: { [id]: { outage: 'none', malformedJson: true } } })
    await all.refresh(KPI)
    expect((await all.sql.unsafe(query)).length).toBeGreaterThan(0)
  })

  test('say of each dashboard how much is there and how old it is', async () => {
    const rows =
      await all.sql`select dashboard, status, expected_count, current_count from public.data_cache_metadata order by dashboard`
    expect([...rows]).toEqual(
      ['infrastructure', 'kpi', 'revenue', 'volume'].map((dashboard) => ({
        dashboard,
        status: 'fresh',
        expected_count: 6,
        current_count: 6,
      })),
    )
    const [id = 0] = all.bison.workspaceIds()
    all.bison.control({ workspaces: { [id]: { outage: 'error' } } })
    await all.refresh(KPI)
    const [kpi] =
      await all.sql`select status, current_count from public.data_cache_metadata where dashboard = 'kpi'`
    expect(kpi).toEqual({ status: 'stale', current_count: 5 })
  })

  test('take a batch from a client, and no more than its share', async () => {
    const log = { api_name: KPI, endpoint: 'x', status_code: 200, response_time_ms: 12, success: true }
    const error = { source: KPI, error_type: 'CONTRACT', field_path: 'clients.0.id', message: 'Too small' }
    const report = (logs: unknown, validation_errors: unknown = []) =>
      researcher.client.rpc('report_client_health', { logs, validation_errors })
    expect(
      (await report([log, { ...log, status_code: 9999 }, { ...log, api_name: null }], [error])).data,
    ).toBe(2)
    expect((await report(Array.from({ length: 150 }, () => log))).data).toBe(100)
    for (let index = 0; index < 10; index++) await report(Array.from({ length: 100 }, () => log))
    const [count] =
      await all.sql`select count(*)::integer count from public.api_health_logs where user_id = ${researcher.id}`
    expect(count).toEqual({ count: 1000 })
    const outsider = await signUp(all.stack, `client-${crypto.randomUUID()}@example.com`)
    await all.sql`update public.user_profiles set role = 'client' where id = ${outsider.id}`
    expect((await outsider.client.rpc('report_client_health', { logs: [log] })).error?.code).toBe('42501')
    expect((await researcher.client.from('api_health_logs').insert(log)).error?.code).toBe('42501')
  })

  test('lose what is old, and keep what is not', async () => {
    for (const age of ['13 days', '15 days'])
      await all.sql`insert into public.api_health_logs (agency_id, api_name, response_time_ms, success, "timestamp") values (${all.agencyId}, ${age}, 1, true, now() - ${age}::interval)`
    for (const age of ['29 days', '31 days'])
      await all.sql`insert into public.data_validation_errors (agency_id, source, error_type, message, "timestamp") values (${all.agencyId}, ${age}, 'X', 'x', now() - ${age}::interval)`
    for (const age of ['179 days', '181 days'])
      await all.sql`
        insert into public.health_incidents (agency_id, metric, subject, status, severity, worst_severity, value, worst_value, threshold, resolved_at)
        values (${all.agencyId}, 'stats_age', ${age}, 'resolved', 'warning', 'warning', 1, 1, 1, now() - ${age}::interval)`
    await all.runScheduled('headwater-old-health')
    const names = async (table: string, column: string) =>
      (await all.sql`select ${all.sql(column)} as name from ${all.sql(table)}`).map((row) => row['name'])
    expect(await names('api_health_logs', 'api_name')).toEqual(['13 days'])
    expect(await names('data_validation_errors', 'source')).toEqual(['29 days'])
    expect(await names('health_incidents', 'subject')).toEqual(['179 days'])
  })
})

test.each([
  [
    'api_health_logs_timestamp_idx',
    "delete from public.api_health_logs where timestamp < now() - interval '14 days'",
  ],
  [
    'data_validation_errors_timestamp_idx',
    "delete from public.data_validation_errors where timestamp < now() - interval '30 days'",
  ],
  [
    'health_incidents_resolved_at_idx',
    "delete from public.health_incidents where resolved_at < now() - interval '180 days'",
  ],
  [
    'data_cache_metadata_updated_at_idx',
    "delete from public.data_cache_metadata where updated_at < now() - interval '30 days'",
  ],
  [
    'health_notifications_due_idx',
    'select from headwater.health_notifications where revision > sent_revision and next_attempt_at <= now()',
  ],
])('an index, %s, finds the rows that upkeep is about', async (index, statement) => {
  const plan = await all.sql.begin(async (transaction) => {
    await transaction`set local enable_seqscan = off`
    return transaction.unsafe(`explain ${statement}`)
  })
  expect(JSON.stringify(plan)).toContain(index)
})

describe('the score', () => {
  const summary = async () =>
    (await all.sql`select * from public.dashboard_health_summary where agency_id = ${all.agencyId}`)[0]
  const sumOf = (items: readonly { points: number }[]) => items.reduce((sum, { points }) => sum + points, 0)

  test('is 100 while all is well', async () => {
    expect(await summary()).toMatchObject({
      health_score: 100,
      status: 'healthy',
      deductions: [],
      dashboard_count: 4,
    })
  })

  test('is exactly what its deductions leave of 100, never under 0, whatever goes wrong', async () => {
    for (let round = 0; round < 25; round++) {
      await all.sql`delete from public.api_health_logs`
      await all.sql`delete from public.data_validation_errors`
      await all.sql`
        insert into public.api_health_logs (agency_id, api_name, response_time_ms, success)
        select ${all.agencyId}, 'api ' || (n % ${1 + (round % 9)}), (random() * 9000)::integer, random() > ${round / 25} from generate_series(1, 80) n`
      await all.sql`
        insert into public.data_validation_errors (agency_id, source, error_type, message)
        select ${all.agencyId}, 'source ' || (n % 7), 'X', 'x' from generate_series(1, ${round * 12}) n`
      await all.sql`update public.data_cache_metadata set status = case when random() < ${round / 25} then 'error' else 'fresh' end`
      await all.sql`update public.workspace_snapshots set fetched_at = now() - make_interval(mins => (random() * ${round * 10})::integer), failure_count = (random() * 2)::integer`
      const row = await summary()
      expect(row?.['health_score'] + sumOf(row?.['deductions'])).toBe(100)
      expect(row?.['health_score']).toBeGreaterThanOrEqual(0)
      expect(row?.['deductions'].every(({ points }: { points: number }) => points >= 0)).toBe(true)
    }
    const row = await summary()
    expect(row?.['health_score']).toBe(0)
    await all.sql`update public.workspace_snapshots set failure_count = 0`
  })

  test('follows an agency’s own thresholds, which admins set', async () => {
    await all.sql`update public.workspace_snapshots set fetched_at = now() - interval '5 minutes' where source = 'stats'`
    expect((await summary())?.['health_score']).toBe(100)
    const own = {
      metric: 'stats_age',
      warning_at: 4,
      critical_at: 60,
      warning_points: 7,
      critical_points: 20,
    }
    expect((await researcher.client.from('health_thresholds').insert(own)).error?.code).toBe('42501')
    expect((await all.ada.client.from('health_thresholds').insert(own)).error).toBeNull()
    expect(await summary()).toMatchObject({
      health_score: 93,
      deductions: [{ metric: 'stats_age', severity: 'warning', points: 7 }],
    })
    await all.ada.client
      .from('health_thresholds')
      .update({ is_enabled: false })
      .eq('metric', 'stats_age')
      .not('agency_id', 'is', null)
    expect((await summary())?.['health_score']).toBe(100)
  })

  test('does not fall because one person’s connection is lost or slow', async () => {
    const log = { api_name: KPI, response_time_ms: 30_000, success: false, error_code: 'NETWORK' }
    await researcher.client.rpc('report_client_health', { logs: Array.from({ length: 40 }, () => log) })
    expect((await summary())?.['health_score']).toBe(100)
    const answered = { ...log, status_code: 500 }
    await researcher.client.rpc('report_client_health', { logs: Array.from({ length: 40 }, () => answered) })
    expect(await summary()).toMatchObject({
      health_score: 70,
      deductions: [{ metric: 'api_error_rate', subject: KPI }],
    })
  })

  test('is told to the agency’s staff alone', async () => {
    const rows = async (person: Person) =>
      (await person.client.from('dashboard_health_summary').select()).data?.length
    const outsider = await signUp(all.stack, `outsider-${crypto.randomUUID()}@example.com`)
    expect([await rows(all.ada), await rows(researcher), await rows(outsider)]).toEqual([1, 1, 0])
    const url = `${all.stack.apiUrl}/rest/v1/dashboard_health_summary`
    const anonymous = await fetch(url, { headers: { apikey: all.stack.publishableKey } })
    expect(anonymous.status).not.toBe(200)
  })
})

describe('an incident', () => {
  const monitor = () => all.work('health-monitor')
  const incidents = async () => [
    ...(await all.sql`select metric, subject, status, severity from public.health_incidents order by metric, subject`),
  ]
  const told = (from: number) =>
    all.slack
      .messages()
      .slice(from)
      .map(({ text }) => text)
  /** Brings every waiting message's time forward. */
  const hurry = () =>
    all.sql`update headwater.health_notifications set next_attempt_at = now() where revision > sent_revision`

  /** Only the age of figures is watched, so that one cause makes one incident. */
  async function watchAge(): Promise<void> {
    await all.sql`
      insert into public.health_thresholds (agency_id, metric, warning_at, critical_at, warning_points, critical_points, is_enabled)
      select ${all.agencyId}, metric, 1, 1, 0, 0, false from public.health_thresholds where agency_id is null and metric <> 'stats_age'`
  }
  const age = (minutes: number) =>
    all.sql`update public.workspace_snapshots set fetched_at = now() - make_interval(mins => ${minutes}) where source = 'stats'`

  async function useWebhook(): Promise<void> {
    const secret = `https://hooks.slack.com${new URL(all.slack.webhookUrl).pathname}`
    const { error } = await all.ada.client.rpc('set_slack_destination', { kind: 'webhook', secret })
    if (error) throw error
  }

  test('is told once, followed up when it gets worse, and resolved after two good checks', async () => {
    await watchAge()
    await useWebhook()
    const from = all.slack.messages().length
    await age(20)
    await monitor()
    expect(await incidents()).toEqual([
      { metric: 'stats_age', subject: '', status: 'open', severity: 'warning' },
    ])
    expect(told(from)).toEqual([
      expect.stringMatching(/^Warning: Figures are old\. Now 20 min; warning from 10 min on\./),
    ])
    for (let minute = 0; minute < 5; minute++) {
      await hurry()
      await monitor()
    }
    expect(told(from)).toHaveLength(1)
    await age(90)
    await monitor()
    await hurry()
    await monitor()
    expect(told(from)[1]).toMatch(/^Critical: Figures are old/)
    await age(0)
    await monitor()
    expect((await incidents())[0]).toMatchObject({ status: 'open' })
    await monitor()
    await hurry()
    await monitor()
    expect((await incidents())[0]).toMatchObject({ status: 'resolved' })
    expect(told(from)[2]).toMatch(
      /^Resolved: Figures are old\. It lasted 1 min; the worst value was 90 min\./,
    )
    for (let minute = 0; minute < 3; minute++) {
      await hurry()
      await monitor()
    }
    expect(told(from)).toHaveLength(3)
  })

  test('that flaps stays one', async () => {
    await watchAge()
    for (const minutes of [20, 0, 20, 0, 20]) {
      await age(minutes)
      await monitor()
    }
    expect(await incidents()).toEqual([
      { metric: 'stats_age', subject: '', status: 'open', severity: 'warning' },
    ])
  })

  test('is one message that a bot edits', async () => {
    await watchAge()
    const { error } = await all.ada.client.rpc('set_slack_destination', {
      kind: 'bot',
      secret: all.slack.botToken,
      channel: 'C-ops',
    })
    expect(error).toBeNull()
    const from = all.slack.messages().length
    for (const minutes of [20, 90, 0, 0]) {
      await age(minutes)
      await monitor()
      await hurry()
      await monitor()
    }
    const messages = all.slack.messages().slice(from)
    expect(messages).toHaveLength(1)
    expect(messages[0]?.channel).toBe('C-ops')
    expect([...(messages[0]?.edits ?? []), messages[0]?.text].map((text) => text?.split(':')[0])).toEqual([
      'Warning',
      'Critical',
      'Resolved',
    ])
  })

  test.each(['error', 'rate-limited', 'no-service', 'disconnect'] as const)(
    'survives a Slack that answers with %s, and is told when it is back',
    async (fault) => {
      await watchAge()
      await useWebhook()
      const from = all.slack.messages().length
      all.slack.control(fault)
      await age(20)
      expect(await monitor()).toMatchObject({ sent: 0, failed: 1 })
      // Not each minute: the next try waits.
      expect(await monitor()).toMatchObject({ sent: 0, failed: 0 })
      await hurry()
      await monitor()
      const [destination] = await all.sql`select last_error from public.health_destinations`
      expect(String(destination?.['last_error'])).not.toBe('null')
      expect(told(from)).toEqual([])
      all.slack.control('none')
      await hurry()
      expect(await monitor()).toMatchObject({ sent: 1, failed: 0 })
      expect(told(from)).toHaveLength(1)
      await hurry()
      await monitor()
      expect(told(from)).toHaveLength(1)
    },
  )

  test('that ended while Slack was away is still told, as ended', async () => {
    await watchAge()
    await useWebhook()
    const from = all.slack.messages().length
    all.slack.control('error')
    await age(20)
    await monitor()
    await age(0)
    await monitor()
    await monitor()
    all.slack.control('none')
    await hurry()
    await monitor()
    expect(told(from)).toEqual([expect.stringMatching(/^Resolved: /)])
  })

  test('waits for a destination, where there is none yet', async () => {
    await watchAge()
    const from = all.slack.messages().length
    await age(20)
    await monitor()
    await useWebhook()
    await monitor()
    expect(told(from)).toHaveLength(1)
  })

  test('is told once by two monitors at the same time', async () => {
    await watchAge()
    await useWebhook()
    const from = all.slack.messages().length
    await age(20)
    await Promise.all(Array.from({ length: 6 }, monitor))
    expect(await incidents()).toHaveLength(1)
    expect(told(from)).toHaveLength(1)
  })

  test('comes of a vendor that fails, one for each thing that is wrong', async () => {
    all.bison.control({ outage: 'error' })
    await all.refresh(KPI)
    await all.refresh(KPI)
    await monitor()
    expect((await incidents()).map(({ metric, subject }) => `${metric} ${subject}`.trim())).toEqual([
      'api_error_rate Email Bison',
      'dashboard_errors kpi',
      'dashboard_errors revenue',
      'dashboard_errors volume',
      'workspaces_behind stats',
    ])
  })

  test('is sent nowhere but to Slack, and its address can’t be read', async () => {
    for (const secret of [
      'https://example.com/services/T/B/x',
      'http://hooks.slack.com/services/T/B/x',
      'https://hooks.slack.com.example.com/services/x',
    ])
      expect(
        (await all.ada.client.rpc('set_slack_destination', { kind: 'webhook', secret })).error?.code,
      ).toBe('22023')
    expect(
      (await researcher.client.rpc('set_slack_destination', { kind: 'webhook', secret: 'x' })).error?.code,
    ).toBe('42501')
    await useWebhook()
    expect(JSON.stringify((await all.ada.client.from('health_destinations').select()).data)).not.toContain(
      'services',
    )
  })
})
