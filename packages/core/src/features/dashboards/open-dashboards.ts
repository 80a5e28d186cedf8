// What tests of the dashboards’ client stand on: a backend in memory, or a server that misbehaves.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { createHub } from '../../create-hub.ts'
import { createPersistence, type KeyValueStore } from '../../request/index.ts'
import {
  createMemoryDashboards,
  createMemorySupabase,
  type sampleUser,
  type MemoryDashboardState,
} from '../../testing/index.ts'
import { createDashboards, type DashboardsOptions } from './index.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close()
})

/** A store in memory that several pages share. */
export function sharedStore(): KeyValueStore & { texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    get: async (key) => texts.get(key) ?? null,
    set: async (key, value) => void texts.set(key, value),
    remove: async (key) => void texts.delete(key),
    keys: async () => [...texts.keys()],
    subscribe: () => () => undefined,
  }
}

export function open(
  options: {
    state?: Partial<MemoryDashboardState>
    store?: KeyValueStore
    user?: typeof sampleUser | null
    answer?: (request: Request) => Promise<Response | null>
    dashboards?: DashboardsOptions
    timeoutMs?: number
  } = {},
) {
  const backend = createMemoryDashboards({ rowMs: 5, ...options.state })
  const supabase = createMemorySupabase({
    fail: async (request) => (await options.answer?.(request)) ?? backend.answer(request),
    ...(options.user === undefined ? {} : { user: options.user }),
  })
  const hub = createHub({ supabase, retry: { maxAttempts: 1 }, timeoutMs: options.timeoutMs ?? 45_000 })
  const persistence = options.store ? createPersistence({ store: options.store }) : null
  const dashboards = createDashboards(hub, { persistence, reportEveryMs: null, ...options.dashboards })
  closers.push(
    () => dashboards.close(),
    () => hub.close(),
  )
  return { backend, supabase, hub, dashboards, queryClient: hub.queryClient }
}

export const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )
export const signedIn = (supabase: ReturnType<typeof createMemorySupabase>) => supabase.auth.getSession()

/** Moves everything that is cached into the past. */
export function age(queryClient: ReturnType<typeof open>['queryClient'], ms: number): void {
  for (const query of queryClient.getQueryCache().getAll()) {
    const result = query.state.data
    if (typeof result !== 'object' || result === null || !('meta' in result) || !('data' in result)) continue
    const fetchedAt = new Date(Date.now() - ms).toISOString()
    const meta = { ...Object(result.meta), fetchedAt, asOf: fetchedAt }
    queryClient.setQueryData(query.queryKey, { data: result.data, meta }, { updatedAt: Date.now() - ms })
  }
}

/** A server that takes a request and does with it what the test says. */
export async function serverThat(
  act: (response: ServerResponse) => void,
): Promise<(request: Request) => Promise<Response | null>> {
  const server = createServer((_request, response) => act(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return (request) =>
    request.url.includes('/functions/')
      ? fetch(`http://127.0.0.1:${port}/`, { signal: request.signal })
      : Promise.resolve(null)
}
