import {
  dashboardFunctions,
  saveTargetsSchema,
  type DashboardName,
  type RevenueClient,
  type SaveTargets,
  type WorkspaceBehind,
} from '../contracts/index.ts'
import { accountsOf, rowId, rowName, rowOf } from './memory-dashboard-rows.ts'
import { sampleUser } from './sample-data.ts'

/** How the memory backend's dashboards behave; change it while they are shown. */
export interface MemoryDashboardState {
  /** Workspaces there are. @default 6 */
  workspaceCount: number
  /** How old the figures are, in milliseconds. @default 5000 */
  ageMs: number
  /** Workspaces, from the first on, whose last reading failed. @default 0 */
  behindCount: number
  /** What every request meets. @default 'none' */
  fault: 'none' | 'error' | 'network' | 'malformed' | 'invalid'
  /** How far the server's clock is ahead, in milliseconds. @default 0 */
  clockSkewMs: number
  /** How long a forced refresh takes for each workspace, in milliseconds. @default 50 */
  rowMs: number
  /** After so many rows a forced refresh breaks off. @default never */
  breakAfterRows: number
  /** Deductions of the health score. */
  deductions: {
    metric: string
    subject: string
    severity: 'warning' | 'critical'
    value: number
    threshold: number
    points: number
  }[]
}

/** Dashboards in memory: pass `answer` to `createMemorySupabase` as `fail`. */
export interface MemoryDashboards {
  answer(request: Request): Promise<Response | null>
  state: MemoryDashboardState
  /** Requests so far, by function. */
  requests: Record<string, number>
}

function isRevenue(row: object): row is RevenueClient {
  return 'marginMinor' in row
}

/** Makes dashboards that a backend in memory answers, with faults and ages that can be set while they are shown. */
export function createMemoryDashboards(initial: Partial<MemoryDashboardState> = {}): MemoryDashboards {
  const state: MemoryDashboardState = {
    workspaceCount: 6,
    ageMs: 5000,
    behindCount: 0,
    fault: 'none',
    clockSkewMs: 0,
    rowMs: 50,
    breakAfterRows: Number.POSITIVE_INFINITY,
    deductions: [],
    ...initial,
  }
  const requests: Record<string, number> = {}

  function answerOf(dashboard: DashboardName, ids: readonly string[] | null) {
    const now = Date.now() + state.clockSkewMs
    const asOf = new Date(now - state.ageMs).toISOString()
    const places = Array.from({ length: state.workspaceCount }, (_, index) => index).filter(
      (index) => ids === null || ids.includes(rowId(index)),
    )
    const clients = places.map((index) => rowOf(dashboard, index, asOf))
    const behind: WorkspaceBehind[] = clients.slice(0, state.behindCount).map(({ id, name }) => ({
      id,
      name,
      asOf,
      code: 'VENDOR_UNAVAILABLE',
      message: 'Email Bison had a fault.',
    }))
    const totals = new Map<
      string,
      { currency: string; clientCount: number; revenueMinor: number; marginMinor: number }
    >()
    for (const row of clients) {
      if (!isRevenue(row) || row.currency === null) continue
      const total = totals.get(row.currency) ?? {
        currency: row.currency,
        clientCount: 0,
        revenueMinor: 0,
        marginMinor: 0,
      }
      total.clientCount++
      total.revenueMinor += row.revenueMinor ?? 0
      total.marginMinor += row.marginMinor ?? 0
      totals.set(row.currency, total)
    }
    const current = clients.length - behind.length
    const minutes = Math.floor(state.ageMs / 60_000)
    const age = minutes === 0 ? `${Math.floor(state.ageMs / 1000)} s` : `${minutes} min`
    const serverTime = new Date(now).toISOString()
    return {
      dashboard,
      agencyId: sampleUser.agencyId,
      serverTime,
      month: serverTime.slice(0, 7),
      coverage: {
        expected: clients.length,
        current,
        summary: `${current} of ${clients.length}, oldest ${age}`,
        oldestAsOf: asOf,
        behind,
      },
      clients,
      ...(dashboard === 'revenue' ? { totals: [...totals.values()] } : {}),
    }
  }

  function refresh(dashboard: DashboardName, ids: readonly string[] | null, signal: AbortSignal): Response {
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        const send = (event: object): void => controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
        state.ageMs = 0
        const { clients } = answerOf(dashboard, ids)
        const expected = clients.length
        send({ type: 'start', expected })
        for (const [index, client] of clients.entries()) {
          await new Promise((resolve) => setTimeout(resolve, state.rowMs))
          if (signal.aborted || index >= state.breakAfterRows)
            return controller.error(new Error('The connection was lost.'))
          const behind = answerOf(dashboard, ids).coverage.behind.find(({ id }) => id === client.id)
          send(
            behind
              ? { type: 'failed', done: index + 1, expected, workspace: behind }
              : { type: 'workspace', done: index + 1, expected, client },
          )
        }
        send({ type: 'end', answer: answerOf(dashboard, ids) })
        controller.close()
      },
    })
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
  }

  function health(): object {
    const points = state.deductions.reduce((sum, deduction) => sum + deduction.points, 0)
    return {
      agency_id: sampleUser.agencyId,
      health_score: 100 - points,
      status: state.deductions.some(({ severity }) => severity === 'critical')
        ? 'critical'
        : points > 0
          ? 'warning'
          : 'healthy',
      deductions: state.deductions,
      dashboard_count: 4,
      dashboard_error_count: 0,
      api_calls_last_hour: 812,
      api_errors_last_hour: 3,
      avg_response_time_ms: 1240,
      validation_errors_last_day: 0,
      open_incident_count: state.deductions.length,
      checked_at: new Date().toISOString(),
    }
  }

  function incidents(): object[] {
    return state.deductions.map(({ metric, subject, severity, value, threshold }, index) => ({
      id: rowId(900 + index),
      metric,
      subject,
      status: 'open',
      severity,
      worst_severity: severity,
      value,
      worst_value: value,
      threshold,
      opened_at: new Date(Date.now() - 900_000).toISOString(),
      updated_at: new Date().toISOString(),
      resolved_at: null,
    }))
  }

  const saved = new Map<string, SaveTargets>()

  function targets(): object[] {
    return Array.from({ length: state.workspaceCount }, (_, index) => ({
      id: rowId(index),
      name: rowName(index),
      is_tracked: true,
      workspace_targets:
        saved.get(rowId(index)) ??
        (index % 5 === 4
          ? null
          : {
              monthly_kpi: 60,
              price_per_lead_minor: 4500,
              monthly_cost_minor: 150_000,
              currency: index % 2 === 0 ? 'EUR' : 'USD',
            }),
    }))
  }

  async function saveTargets(request: Request): Promise<Response> {
    const { workspace_id: id, ...rest }: { workspace_id: string } = await request.clone().json()
    saved.set(id, saveTargetsSchema.parse(rest))
    return new Response(null, { status: 201 })
  }

  function connection(): object {
    const now = new Date().toISOString()
    return {
      base_url: 'https://bison.example.com',
      stats_refresh_seconds: 120,
      senders_refresh_seconds: 600,
      token_set_at: now,
      discovered_at: now,
      discovery_error: null,
    }
  }

  const envelope = (data: unknown): Response =>
    Response.json({ data, meta: { request_id: crypto.randomUUID() } })

  function faulty(): Response | null {
    switch (state.fault) {
      case 'network':
        throw new TypeError('Failed to fetch')
      case 'error':
        return Response.json(
          {
            type: 'about:blank',
            title: 'Down',
            status: 503,
            detail: 'The figures are not available for a moment.',
            code: 'UNAVAILABLE',
            request_id: 'r',
          },
          { status: 503, headers: { 'content-type': 'application/problem+json' } },
        )
      case 'malformed':
        return new Response('{"data":', { headers: { 'content-type': 'application/json' } })
      case 'invalid':
        return envelope({ clients: 'none' })
      case 'none':
        return null
    }
  }

  async function answer(request: Request): Promise<Response | null> {
    const { pathname, searchParams } = new URL(request.url)
    const rest = /^\/rest\/v1\/(rpc\/)?(\w+)$/.exec(pathname)?.[2]
    const [, functionName = '', path = ''] = /^\/functions\/v1\/([\w-]+)(\/.*)?$/.exec(pathname) ?? []
    const dashboard = (['kpi', 'volume', 'revenue', 'infrastructure'] as const).find(
      (name) => dashboardFunctions[name] === functionName,
    )
    const name = dashboard === undefined ? rest : functionName
    if (name === undefined) return null
    requests[name] = (requests[name] ?? 0) + 1
    if (rest === 'report_client_health') return Response.json(1)
    const failed = faulty()
    if (failed) return failed
    if (rest === 'dashboard_health_summary') return Response.json([health()])
    if (rest === 'health_incidents') return Response.json(incidents())
    if (rest === 'workspaces') return Response.json(targets())
    if (rest === 'workspace_connections') return Response.json([connection()])
    if (rest === 'workspace_targets') return saveTargets(request)
    if (dashboard === undefined) return null
    const ids = searchParams.get('workspace_ids')?.split(',') ?? null
    if (path === '/accounts') {
      const accounts = Array.from({ length: state.workspaceCount }, (_, index) => accountsOf(index))
        .flat()
        .filter(({ workspaceId }) => ids === null || ids.includes(workspaceId))
      return envelope({ accounts, total: accounts.length })
    }
    return searchParams.get('force') === 'true'
      ? refresh(dashboard, ids, request.signal)
      : envelope(answerOf(dashboard, ids))
  }

  return { answer, state, requests }
}
