// A backend of the dashboards in memory, for stories and tests: the functions' wire format, with ages, gaps and faults to choose.
import type {
  Coverage,
  DashboardName,
  EmailAccount,
  HealthIncident,
  HealthSummary,
  InfrastructureClient,
  KPIClient,
  RevenueClient,
  VolumeClient,
  WorkspaceBehind,
  WorkspaceTargets,
} from '@headwater/core/dashboards'
import type { StoryHubOptions } from '../../../.storybook/story-hub.ts'

const agencyId = '0192f3a4-7c1e-7d30-9f0a-3b6f6f1f2a55'
const words = ['Alder', 'Birch', 'Cedar', 'Dahlia', 'Elm', 'Fern', 'Ginkgo', 'Hazel', 'Iris', 'Juniper']
const trades = [
  'Analytics',
  'Capital',
  'Dental',
  'Freight',
  'Health',
  'Legal',
  'Logistics',
  'Partners',
  'Studios',
]

/** What the sample backend has, and how it behaves. */
export interface SampleDashboards {
  /** @default 27 */
  workspaces?: number
  /** How old the figures are, in milliseconds. @default 20_000 */
  ageMs?: number
  /** Workspaces at the end of the list that could not be read; the last of them never was. @default 0 */
  behind?: number
  /** Accounts of each workspace. @default 155 */
  accountsEach?: number
  /** Sets prices in two currencies, and a few not at all. @default true */
  prices?: boolean
  /** Names of workspaces in place of the sample's. */
  names?: readonly string[]
  /** Figures that differ from the sample's, by a workspace's place. */
  kpi?: (index: number) => Partial<KPIClient>
  revenue?: (index: number) => Partial<RevenueClient>
  /** Answers a function in the backend's place. */
  fail?: (dashboard: DashboardName, url: URL) => Response | null | Promise<Response | null>
  /** The time between two lines of a forced refresh, in milliseconds. @default 20 */
  stepMs?: number
  health?: HealthSummary | null
  incidents?: readonly HealthIncident[]
}

/** The same number for the same place, between 0 and 1. */
function drawn(...places: number[]): number {
  const seed = places.reduce((sum, place, index) => sum + (place + 1) * (index * 7919 + 104_729), 17)
  const value = Math.sin(seed) * 43_758.5453
  return value - Math.floor(value)
}

/** A workspace's id. */
export function workspaceId(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}

/** A workspace's name. */
export function workspaceName(index: number, names?: readonly string[]): string {
  const round = Math.floor(index / words.length)
  const known = names?.[index]
  return (
    known ??
    `${words[index % words.length]} ${trades[(index + round) % trades.length]}${index < 90 ? '' : ` ${index}`}`
  )
}

function statsOf(index: number) {
  const sent = Math.round(3000 + drawn(index, 1) * 30_000)
  return {
    sent,
    leads: Math.round(20 + drawn(index, 2) * 160),
    target: index % 9 === 7 ? 0 : Math.round(4 + drawn(index, 3) * 12) * 10,
    replies: Math.round(sent * 0.024),
    today: Math.round(sent / 22),
    capacity: Math.round(sent / 18),
  }
}

function clientsOf(options: SampleDashboards, indexes: readonly number[]) {
  const now = Date.now()
  const asOfOf = (index: number) =>
    new Date(now - (options.ageMs ?? 20_000) - (isBehind(options, index) ? 14 * 60_000 : 0)).toISOString()
  const head = (index: number) => ({
    id: workspaceId(index),
    name: workspaceName(index, options.names),
    asOf: asOfOf(index),
  })
  const kpi = indexes.map((index): KPIClient => {
    const { sent, leads, target, replies } = statsOf(index)
    return {
      ...head(index),
      leadsGenerated: leads,
      projectedReplies: Math.round(leads * 1.4),
      monthlyKPI: target,
      currentProgress: target > 0 ? Math.min(10, leads / target) : 0,
      leadsToday: Math.round(leads / 20),
      leadsLast7Days: Math.round(leads / 4),
      repliesReceived: replies,
      emailsSent: sent,
      ...options.kpi?.(index),
    }
  })
  const volume = indexes.map((index): VolumeClient => {
    const { sent, today, capacity, replies } = statsOf(index)
    return {
      ...head(index),
      emailsSentToday: today,
      emailsSentLast7Days: today * 6,
      emailsSentThisMonth: sent,
      dailyCapacity: capacity,
      utilization: today / capacity,
      repliesThisMonth: replies,
      bouncedThisMonth: Math.round(sent * 0.012),
      unsubscribedThisMonth: Math.round(sent * 0.002),
      bounceRate: 0.012,
      replyRate: replies / sent,
    }
  })
  const revenue = indexes.map((index): RevenueClient => {
    const { leads } = statsOf(index)
    const priced = options.prices !== false && index % 9 !== 7
    const price = priced ? 4000 + Math.round(drawn(index, 4) * 60) * 100 : null
    const cost = priced ? 120_000 + Math.round(drawn(index, 5) * 40) * 10_000 : null
    const earned = price === null ? null : price * leads
    const margin = earned === null || cost === null ? null : earned - cost
    return {
      ...head(index),
      leadsGenerated: leads,
      currency: priced ? (index % 5 === 3 ? 'USD' : 'EUR') : null,
      pricePerLeadMinor: price,
      monthlyCostMinor: cost,
      revenueMinor: earned,
      marginMinor: margin,
      marginRate: margin === null || earned === null || earned === 0 ? null : margin / earned,
      ...options.revenue?.(index),
    }
  })
  const infrastructure = indexes.map((index): InfrastructureClient => {
    const count = options.accountsEach ?? 155
    const connected = Math.round(count * (0.8 + drawn(index, 6) * 0.2))
    return {
      ...head(index),
      accountCount: count,
      connectedCount: connected,
      warmupCount: Math.round(count * 0.6),
      dailyCapacity: connected * 18,
      emailsSent: count * 1900,
      bounced: count * 24,
      replied: count * 38,
      bounceRate: 24 / 1900,
      replyRate: 38 / 1900,
      accountsByType: {
        google_workspace_oauth: Math.ceil(count / 2),
        microsoft_oauth: Math.floor(count / 2),
      },
    }
  })
  return { kpi, volume, revenue, infrastructure }
}

const isBehind = (options: SampleDashboards, index: number): boolean =>
  index >= (options.workspaces ?? 27) - (options.behind ?? 0)

function behindOf(options: SampleDashboards, indexes: readonly number[]): WorkspaceBehind[] {
  const last = (options.workspaces ?? 27) - 1
  return indexes
    .filter((index) => isBehind(options, index))
    .map((index) => ({
      id: workspaceId(index),
      name: workspaceName(index, options.names),
      asOf:
        index === last ? null : new Date(Date.now() - (options.ageMs ?? 20_000) - 14 * 60_000).toISOString(),
      code: index === last ? 'NOT_READ_YET' : 'VENDOR_UNAVAILABLE',
      message:
        index === last
          ? 'Its figures have not been read yet.'
          : 'Email Bison is not available. It is asked again in a few minutes.',
    }))
}

/** The workspaces of a request that have figures. */
function indexesOf(options: SampleDashboards, url: URL): { all: number[]; filled: number[] } {
  const wanted = url.searchParams.get('workspace_ids')?.split(',')
  const count = options.workspaces ?? 27
  const all = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !wanted || wanted.includes(workspaceId(index)),
  )
  const neverRead = (options.behind ?? 0) > 0 ? count - 1 : -1
  return { all, filled: all.filter((index) => index !== neverRead) }
}

/** What a dashboard's function answers. */
export function sampleAnswer(
  dashboard: DashboardName,
  options: SampleDashboards = {},
  url = new URL('http://x'),
) {
  const { all, filled } = indexesOf(options, url)
  const clients = clientsOf(options, filled)[dashboard]
  const behind = behindOf(options, all)
  const oldest = clients.map(({ asOf }) => asOf).toSorted()[0] ?? null
  const coverage: Coverage = {
    expected: all.length,
    current: all.length - behind.length,
    summary: `${all.length - behind.length} of ${all.length}`,
    oldestAsOf: oldest,
    behind,
  }
  return {
    dashboard,
    agencyId,
    serverTime: new Date().toISOString(),
    month: new Date().toISOString().slice(0, 7),
    coverage,
    clients,
    ...(dashboard === 'revenue' ? { totals: [] } : {}),
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** A forced refresh: each workspace's row, then all of it. */
function streamOf(dashboard: DashboardName, options: SampleDashboards, url: URL): Response {
  const { all, filled } = indexesOf(options, url)
  const encoder = new TextEncoder()
  let gone = false
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (event: object): void => {
        if (!gone) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      }
      const expected = all.length
      const failed = behindOf(options, all)
      send({ type: 'start', expected })
      for (const [done, index] of all.entries()) {
        await wait(options.stepMs ?? 20)
        const workspace = failed.find(({ id }) => id === workspaceId(index))
        const client = clientsOf({ ...options, ageMs: 0 }, filled)[dashboard].find(
          ({ id }) => id === workspaceId(index),
        )
        send(
          workspace
            ? { type: 'failed', done: done + 1, expected, workspace }
            : { type: 'workspace', done: done + 1, expected, client },
        )
      }
      send({ type: 'end', answer: sampleAnswer(dashboard, { ...options, ageMs: 0 }, url) })
      if (!gone) controller.close()
    },
    cancel() {
      gone = true
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
}

/** The sample's sender accounts. */
export function sampleAccounts(options: SampleDashboards = {}, url = new URL('http://x')): EmailAccount[] {
  const each = options.accountsEach ?? 155
  return indexesOf(options, url).filled.flatMap((index) =>
    Array.from({ length: each }, (_, place): EmailAccount => {
      const sent = Math.round(drawn(index, place, 8) * 4000)
      const isConnected = drawn(index, place, 9) < 0.89
      return {
        id: `${index}-${place}`,
        workspaceId: workspaceId(index),
        workspaceName: workspaceName(index, options.names),
        email: `${words[place % words.length]?.toLowerCase()}.${place}@mail${index + 1}.example`,
        name: words[place % words.length] ?? null,
        type: drawn(index, place, 10) < 0.5 ? 'google_workspace_oauth' : 'microsoft_oauth',
        status: isConnected ? 'Connected' : 'Not connected',
        isConnected,
        warmupEnabled: place % 2 === 0,
        dailyLimit: 10 + (place % 4) * 5,
        emailsSent: sent,
        bounced: Math.round(sent * 0.012),
        replied: Math.round(sent * 0.02),
        interested: Math.round(sent * 0.004),
        tags: [],
      }
    }),
  )
}

function targetsOf(options: SampleDashboards): WorkspaceTargets[] {
  const { revenue } = clientsOf(options, indexesOf(options, new URL('http://x')).all)
  return revenue.map(({ id, name, currency, pricePerLeadMinor, monthlyCostMinor }, index) => ({
    id,
    name,
    is_tracked: index !== 4,
    workspace_targets:
      currency === null
        ? null
        : {
            monthly_kpi: statsOf(index).target,
            price_per_lead_minor: pricePerLeadMinor,
            monthly_cost_minor: monthlyCostMinor,
            currency,
          },
  }))
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** An agency in trouble: 100 less 30, 10 and 5. */
export function sampleHealth(more: Partial<HealthSummary> = {}): HealthSummary {
  return {
    agency_id: agencyId,
    health_score: 55,
    status: 'critical',
    deductions: [
      {
        metric: 'api_error_rate',
        subject: 'Email Bison',
        severity: 'critical',
        value: 62,
        threshold: 50,
        points: 30,
      },
      { metric: 'stats_age', subject: '', severity: 'warning', value: 14, threshold: 10, points: 10 },
      {
        metric: 'validation_errors',
        subject: 'Email Bison',
        severity: 'warning',
        value: 3,
        threshold: 1,
        points: 5,
      },
    ],
    dashboard_count: 4,
    dashboard_error_count: 0,
    api_calls_last_hour: 1624,
    api_errors_last_hour: 310,
    avg_response_time_ms: 1240,
    validation_errors_last_day: 3,
    open_incident_count: 2,
    checked_at: minutesAgo(0.5),
    ...more,
  }
}

/** Two incidents that last, and one that ended. */
export function sampleIncidents(): HealthIncident[] {
  const incident = (place: number, more: Partial<HealthIncident>): HealthIncident => ({
    id: workspaceId(place),
    metric: 'api_error_rate',
    subject: 'Email Bison',
    status: 'open',
    severity: 'critical',
    worst_severity: 'critical',
    value: 62,
    worst_value: 100,
    threshold: 50,
    opened_at: minutesAgo(17),
    updated_at: minutesAgo(1),
    resolved_at: null,
    ...more,
  })
  return [
    incident(1, {}),
    incident(2, {
      metric: 'stats_age',
      subject: '',
      severity: 'warning',
      worst_severity: 'warning',
      value: 14,
      worst_value: 14,
      threshold: 10,
      opened_at: minutesAgo(4),
    }),
    incident(3, {
      metric: 'api_response_time',
      status: 'resolved',
      worst_severity: 'warning',
      worst_value: 2800,
      threshold: 2000,
      opened_at: minutesAgo(1500),
      resolved_at: minutesAgo(1460),
    }),
  ]
}

const functions: Readonly<Record<string, DashboardName>> = {
  'hybrid-workspace-analytics': 'kpi',
  'volume-dashboard-data': 'volume',
  'revenue-analytics': 'revenue',
  'hybrid-email-accounts-v2': 'infrastructure',
}

/** The backend as a story hub takes it. */
export function sampleDashboards(options: SampleDashboards = {}): StoryHubOptions {
  const envelope = (data: unknown): Response => Response.json({ data, meta: { request_id: agencyId } })
  const { workspaces = 27, health, incidents } = options
  return {
    fail: async (request) => {
      const url = new URL(request.url)
      const [, functionName = '', rest = ''] = /^\/functions\/v1\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? []
      const dashboard = functions[functionName]
      if (dashboard) {
        const failed = await options.fail?.(dashboard, url)
        if (failed) return failed
        if (rest === '/accounts') {
          const accounts = sampleAccounts(options, url)
          return envelope({ accounts: accounts.slice(0, 5000), total: accounts.length })
        }
        return url.searchParams.get('force') === 'true'
          ? streamOf(dashboard, options, url)
          : envelope(sampleAnswer(dashboard, options, url))
      }
      const table = /^\/rest\/v1\/(.+)$/.exec(url.pathname)?.[1]
      if (table === 'dashboard_health_summary')
        return Response.json(health === null ? [] : [health ?? sampleHealth()])
      if (table === 'health_incidents') return Response.json(incidents ?? sampleIncidents())
      if (table === 'workspaces') return Response.json(workspaces === 0 ? [] : targetsOf(options))
      if (table === 'workspace_targets' || table?.startsWith('rpc/')) return Response.json([])
      return null
    },
  }
}
