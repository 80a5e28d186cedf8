import {
  serveEmulator,
  jsonAnswer,
  wait,
  type EmulatorAnswer,
  type EmulatorRequest,
} from '../emulator-server.ts'
import { drawLatencyMs, type Latency } from '../latency.ts'
import { seededRandom } from '../seeded-random.ts'
import { noFaults, type BisonControl, type BisonFaults, type WorkspaceFaults } from './faults.ts'
import {
  campaignsOf,
  senderEmailsOf,
  statsBetween,
  workspaceAt,
  workspaceIdAt,
  type BisonWorkspace,
} from './seeded-data.ts'

/** How to start the emulator. */
export interface EmailBisonOptions {
  /** How many workspaces the instance has. @default 27 */
  workspaces?: number
  /** The same seed gives the same numbers. @default 1 */
  seed?: number
  /** @default answers at once */
  latency?: Latency
  /** The instance's own token: lists workspaces and makes their tokens. @default 'bison-admin' */
  token?: string
  /** The most requests in a minute; more are answered with 429. @default 3000 */
  requestsPerMinute?: number
  /** @default a free one */
  port?: number
}

/** What the emulator saw. */
export interface BisonTraffic {
  requests: number
  /** The most requests that were open at once. */
  mostAtOnce: number
  /** Times that `switch-workspace` was called: it changes what other requests see, so it should be 0. */
  switches: number
  /** Requests by status. */
  byStatus: Record<string, number>
  /** When each request of a workspace came, in milliseconds since the start, by `<workspace>:<path>`. */
  byWorkspace: Record<string, number>
}

/** A running emulator of Email Bison. `await using` stops it. */
export interface EmailBisonEmulator extends AsyncDisposable {
  url: string
  /** The instance's own token. */
  token: string
  /** The token of one workspace. */
  tokenOf(workspaceId: number): string
  /** The ids of all workspaces that are not removed. */
  workspaceIds(): number[]
  /** Changes what goes wrong. The same as `PUT /__emulator/faults`. */
  control(change: BisonControl): void
  /** Lets everything go well again; latency stays. */
  heal(): void
  traffic(): BisonTraffic
  /** Forgets the traffic so far. */
  resetTraffic(): void
  stop(): Promise<void>
}

const PAGE_SIZE = 15

const failure = (status: number, message: string, headers: Record<string, string> = {}): EmulatorAnswer =>
  jsonAnswer(status, { data: { success: false, message } }, headers)

/** A page in the way of Laravel. */
function pageOf(url: URL, rows: readonly unknown[]): object {
  const last = Math.max(1, Math.ceil(rows.length / PAGE_SIZE))
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1)
  const link = (at: number | null): string | null => (at === null ? null : `${url.pathname}?page=${at}`)
  const from = (page - 1) * PAGE_SIZE
  const data = rows.slice(from, from + PAGE_SIZE)
  return {
    data,
    links: {
      first: link(1),
      last: link(last),
      prev: link(page > 1 ? page - 1 : null),
      next: link(page < last ? page + 1 : null),
    },
    meta: {
      current_page: page,
      from: data.length > 0 ? from + 1 : null,
      last_page: last,
      path: url.pathname,
      per_page: PAGE_SIZE,
      to: data.length > 0 ? from + data.length : null,
      total: rows.length,
    },
  }
}

function withStringNumbers(value: unknown): unknown {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(withStringNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'id' ? one : withStringNumbers(one)]),
  )
}

/**
 * Starts an emulator of Email Bison: workspaces, their figures, campaigns and 4,000 sender accounts, in the real one's wire format, with
 * faults that can be switched on and off. It is an emulator: nothing is sent.
 *
 * @example
 * await using bison = await startEmailBisonEmulator({ latency: { medianMs: 1200, p95Ms: 3000 } })
 * bison.control({ outage: 'error' })
 */
export async function startEmailBisonEmulator(options: EmailBisonOptions = {}): Promise<EmailBisonEmulator> {
  const { workspaces = 27, seed = 1, token = 'bison-admin', requestsPerMinute = 3000, port = 0 } = options
  const latency = options.latency ?? noFaults.latency
  let faults: BisonFaults = { ...noFaults, latency }
  const workspaceFaults = new Map<number, WorkspaceFaults>()
  const tokenOf = (workspaceId: number): string => `bison-${seed}-workspace-${workspaceId}`
  const idOfToken = new Map(
    Array.from({ length: workspaces }, (_, index) => [tokenOf(workspaceIdAt(index)), workspaceIdAt(index)]),
  )
  let traffic: BisonTraffic = { requests: 0, mostAtOnce: 0, switches: 0, byStatus: {}, byWorkspace: {} }
  let open = 0
  let served = 0
  let window = { minute: 0, count: 0 }

  const listed = (): BisonWorkspace[] =>
    Array.from({ length: workspaces }, (_, index) => workspaceAt(index)).filter(
      ({ id }) => workspaceFaults.get(id)?.removed !== true,
    )

  function control({ workspaces: changed = {}, ...change }: BisonControl): void {
    faults = { ...faults, ...change }
    for (const [id, fault] of Object.entries(changed)) workspaceFaults.set(Number(id), fault)
  }

  function heal(): void {
    faults = { ...noFaults, latency: faults.latency }
    workspaceFaults.clear()
  }

  function isOverLimit(): boolean {
    const minute = Math.floor(Date.now() / 60_000)
    window = window.minute === minute ? { minute, count: window.count + 1 } : { minute, count: 1 }
    return window.count > requestsPerMinute
  }

  function dataOf(request: EmulatorRequest, workspaceId: number | null): EmulatorAnswer {
    const { method, url } = request
    const path = url.pathname.replace(/^\/api/, '')
    const route = `${method} ${path}`
    if (route === 'GET /users')
      return jsonAnswer(200, { data: { id: 1, name: 'Emulator', email: 'emulator@bison.example' } })
    if (path.endsWith('/switch-workspace')) {
      traffic.switches++
      return jsonAnswer(200, { data: { success: true } })
    }
    if (workspaceId === null) {
      if (route === 'GET /workspaces/v1.1') return jsonAnswer(200, { data: listed() })
      const wanted = /^POST \/workspaces\/v1\.1\/(\d+)\/api-tokens$/.exec(route)?.[1]
      if (wanted !== undefined && listed().some(({ id }) => id === Number(wanted)))
        return jsonAnswer(201, {
          data: { id: Number(wanted), name: 'Headwater', plain_text_token: tokenOf(Number(wanted)) },
        })
      return failure(404, 'Not found.')
    }
    const numbers = (value: unknown, always = false): unknown =>
      always || (workspaceFaults.get(workspaceId)?.stringNumbers ?? faults.stringNumbers)
        ? withStringNumbers(value)
        : value
    if (route === 'GET /workspaces/v1.1/stats') {
      const [start, end] = [url.searchParams.get('start_date'), url.searchParams.get('end_date')]
      const isDate = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text)
      if (!isDate(start) || !isDate(end)) return failure(422, 'The start date field is required.')
      return jsonAnswer(200, { data: numbers(statsBetween(seed, workspaceId, start, end)) })
    }
    if (route === 'GET /sender-emails')
      return jsonAnswer(200, numbers(pageOf(url, senderEmailsOf(seed, workspaceId))))
    if (route === 'GET /campaigns')
      return jsonAnswer(200, numbers(pageOf(url, campaignsOf(seed, workspaceId))))
    const campaign = /^POST \/campaigns\/(\d+)\/stats$/.exec(route)?.[1]
    if (campaign !== undefined) {
      const range: { start_date?: string; end_date?: string } = JSON.parse(request.body || '{}')
      const stats = statsBetween(
        seed,
        workspaceId,
        range.start_date ?? '2026-01-01',
        range.end_date ?? '2026-01-01',
      )
      return jsonAnswer(200, { data: numbers(stats, true) })
    }
    return failure(404, 'Not found.')
  }

  async function answer(request: EmulatorRequest): Promise<EmulatorAnswer | 'hang' | 'destroy'> {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const workspaceId = idOfToken.get(given) ?? null
    const own = workspaceId === null ? undefined : workspaceFaults.get(workspaceId)
    const number = served++
    const key = `${workspaceId ?? 'instance'}:${request.url.pathname}`
    traffic.byWorkspace[key] = (traffic.byWorkspace[key] ?? 0) + 1
    const { latency: pace } = faults
    const subject = pace.per === 'workspace' ? [workspaceId ?? 0] : [number]
    await wait(drawLatencyMs(pace, pace.seed ?? seed, 'latency', ...subject), request.signal)
    const outage = own?.outage ?? faults.outage
    if (outage === 'hang') return 'hang'
    if (outage === 'disconnect') return 'destroy'
    if (outage === 'error') return failure(500, 'Server Error')
    if (faults.tooManyRequests > 0 || isOverLimit()) {
      faults = { ...faults, tooManyRequests: Math.max(0, faults.tooManyRequests - 1) }
      return failure(429, 'Too Many Attempts.', { 'retry-after': String(faults.retryAfterSeconds) })
    }
    if (seededRandom(seed, 'error', number)() < (own?.errorRate ?? faults.errorRate))
      return failure(500, 'Server Error')
    if (own?.removed === true) return failure(404, 'Workspace not found.')
    if (workspaceId === null && given !== token) return failure(401, 'Unauthenticated.')
    const { status, headers, body } = dataOf(request, workspaceId)
    if (own?.malformedJson ?? faults.malformedJson)
      return { status: 200, headers: headers ?? {}, body: body.slice(0, body.length / 2) }
    const date = new Date(Date.now() + faults.clockSkewMs).toUTCString()
    return { status, headers: { ...headers, date }, body }
  }

  function answerControl({ method, url, body }: EmulatorRequest): EmulatorAnswer {
    if (url.pathname === '/__emulator/faults' && method === 'PUT') {
      const change: BisonControl = JSON.parse(body)
      control(change)
    }
    if (url.pathname === '/__emulator/heal' && method === 'POST') heal()
    if (url.pathname === '/__emulator/traffic') return jsonAnswer(200, traffic)
    return jsonAnswer(200, { ...faults, workspaces: Object.fromEntries(workspaceFaults) })
  }

  const server = await serveEmulator(async (request) => {
    if (request.url.pathname.startsWith('/__emulator/')) return answerControl(request)
    open++
    traffic.requests++
    traffic.mostAtOnce = Math.max(traffic.mostAtOnce, open)
    try {
      const result = await answer(request)
      const status = typeof result === 'string' ? result : String(result.status)
      traffic.byStatus[status] = (traffic.byStatus[status] ?? 0) + 1
      return result
    } finally {
      open--
    }
  }, port)

  return {
    url: server.url,
    token,
    tokenOf,
    workspaceIds: () => listed().map(({ id }) => id),
    control,
    heal,
    traffic: () => structuredClone(traffic),
    resetTraffic() {
      traffic = { requests: 0, mostAtOnce: 0, switches: 0, byStatus: {}, byWorkspace: {} }
    },
    stop: server.stop,
    [Symbol.asyncDispose]: server.stop,
  }
}
