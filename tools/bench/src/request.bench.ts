import { createServer } from 'node:http'
import { createHub } from '@headwater/core'
import { createClient } from '@supabase/supabase-js'
import { QueryClient } from '@tanstack/query-core'

const CALLERS = 1000
// Many short rounds in turn: what else the machine does meets both alike.
const READS = 3000
const ROUNDS = 41
const BREAKER_THRESHOLD = 5

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Microseconds of one read, over many. */
async function microsecondsOf(read: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (let index = 0; index < READS; index++) await read()
  return ((performance.now() - startedAt) / READS) * 1000
}

/** The median of single reads, each timed by itself, in microseconds. */
async function p50Of(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < READS; index++) {
    const startedAt = performance.now()
    await read()
    times.push(performance.now() - startedAt)
  }
  return median(times) * 1000
}

/** How many calls reach a server that only fails, of so many reads, before the breaker stops them. */
async function callsUntilOpen(threshold: number): Promise<number> {
  let calls = 0
  const server = createServer((_request, response) => {
    calls++
    response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const supabase = createClient(`http://127.0.0.1:${port}`, 'key', {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const hub = createHub({ supabase, retry: { maxAttempts: 1 }, circuitBreaker: { threshold } })
  for (let index = 0; index < threshold * 20; index++)
    await hub.dataModels.list().then(
      () => undefined,
      () => undefined,
    )
  hub.close()
  server.closeAllConnections()
  server.close()
  return calls
}

/** `pnpm bench request`: deduplication, what a cached read costs above query-core's own, and when a breaker stops calls. */
export async function run(): Promise<object> {
  let requests = 0
  const server = createServer((_request, response) => {
    requests++
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: [], meta: { request_id: 'r' } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const supabase = createClient(`http://127.0.0.1:${port}`, 'key', {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const hub = createHub({ supabase, staleTimeMs: 3_600_000 })

  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CALLERS }, () => hub.dataModels.list()))
  const callersMs = performance.now() - startedAt
  const calls = requests

  const bare = new QueryClient()
  const options = { queryKey: ['models', 'list', 'all'], queryFn: async () => [], staleTime: 3_600_000 }
  await bare.fetchQuery(options)
  const rounds: { ours: number; theirs: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      theirs: await microsecondsOf(() => bare.fetchQuery(options)),
      ours: await microsecondsOf(() => hub.dataModels.list()),
    })
  }
  const cachedP50 = await p50Of(() => hub.dataModels.list())
  hub.close()
  server.closeAllConnections()
  server.close()
  const stoppedAfter = await callsUntilOpen(BREAKER_THRESHOLD)
  const [ours, theirs] = [
    median(rounds.map((round) => round.ours)),
    median(rounds.map((round) => round.theirs)),
  ]
  console.table([
    { what: `${CALLERS} concurrent callers of one query`, 'network calls': calls, ms: callersMs.toFixed(1) },
    { what: 'cached read through the hub', µs: ours.toFixed(2) },
    { what: 'cached read through the hub, p50 of single reads', µs: cachedP50.toFixed(2) },
    { what: 'cached read, bare query-core fetchQuery', µs: theirs.toFixed(2) },
    {
      what: `reads of a server that only fails, threshold ${BREAKER_THRESHOLD}`,
      'network calls': stoppedAfter,
    },
  ])
  return {
    ratio: Number(median(rounds.map((round) => round.ours / round.theirs)).toFixed(3)),
    cached_read_p50_us: Number(cachedP50.toFixed(2)),
    network_calls: calls,
    calls_until_open: stoppedAfter,
  }
}
