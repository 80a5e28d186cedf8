import { createServer } from 'node:http'
import { createHub } from '@headwater/core'
import { createClient } from '@supabase/supabase-js'
import { QueryClient } from '@tanstack/query-core'

const CALLERS = 1000
const READS = 20_000
const ROUNDS = 7

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Microseconds of one read, over many. */
async function microsecondsOf(read: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (let index = 0; index < READS; index++) await read()
  return ((performance.now() - startedAt) / READS) * 1000
}

/** `pnpm bench request`: deduplication, and what a cached read costs above query-core's own. */
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
  hub.close()
  server.closeAllConnections()
  server.close()
  const [ours, theirs] = [
    median(rounds.map((round) => round.ours)),
    median(rounds.map((round) => round.theirs)),
  ]
  console.table([
    { what: `${CALLERS} concurrent callers of one query`, 'network calls': calls, ms: callersMs.toFixed(1) },
    { what: 'cached read through the hub', µs: ours.toFixed(2) },
    { what: 'cached read, bare query-core fetchQuery', µs: theirs.toFixed(2) },
  ])
  return { ratio: Number((ours / theirs).toFixed(3)), network_calls: calls }
}
