import { createClient } from '@supabase/supabase-js'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createHub, type HubOptions } from './create-hub.ts'
import {
  isHubApiError,
  isHubCircuitOpenError,
  isHubNetworkError,
  isHubTimeoutError,
} from './errors/hub-errors.ts'

const models = { data: [], meta: { request_id: 'r' } }
const closers: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

interface Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  body: object
}

function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = { type: 'about:blank', title: code, status, detail: 'What happened.', code, request_id: 'r-1' }
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body }
}

const ok: Answer = { status: 200, body: models }

/** A hub on a real server that gives these answers in turn, then the last one again; null leaves a request without an answer. */
async function hubOn(answers: readonly (Answer | null)[], options: Partial<HubOptions> = {}) {
  const requests: { method: string; key: string | undefined; closed: Promise<unknown> }[] = []
  const times: number[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    const key = request.headers['idempotency-key']
    requests.push({
      method: request.method ?? '',
      key: typeof key === 'string' ? key : undefined,
      closed: once(request.socket, 'close'),
    })
    times.push(performance.now())
    request.resume()
    if (!answer) return
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const supabase = createClient(`http://127.0.0.1:${port}`, 'key', { auth: { persistSession: false } })
  const hub = createHub({ supabase, ...options })
  closers.push(
    () => hub.close(),
    () => {
      server.closeAllConnections()
      server.close()
    },
  )
  const waits = () => times.slice(1).map((time, index) => time - (times[index] ?? 0))
  return { hub, server, requests, waits }
}

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  )

test('a fault of the server is tried again at once, and the result says how often', async () => {
  const { hub, requests } = await hubOn([problem(500, 'INTERNAL'), ok])
  const { data, meta } = await hub.dataModels.list()
  expect(data).toEqual([])
  expect(meta.attempts).toBe(2)
  expect(requests).toHaveLength(2)
})

test('too many requests are tried again after as long as the server asks', async () => {
  const { hub, waits } = await hubOn([problem(429, 'RATE_LIMITED', { 'retry-after': '1' }), ok])
  await hub.dataModels.list()
  expect(waits()[0]).toBeGreaterThanOrEqual(990)
})

test.each([400, 401, 404, 409, 422])(
  'a %s is final, with the problem’s code and request id',
  async (status) => {
    const { hub, requests } = await hubOn([problem(status, 'SOME_CODE'), ok])
    const error = await failureOf(hub.dataModels.list())
    expect(isHubApiError(error) && [error.status, error.code, error.requestId]).toEqual([
      status,
      'SOME_CODE',
      'r-1',
    ])
    expect(requests).toHaveLength(1)
  },
)

test('tries end at their number, with the last error', async () => {
  const { hub, requests } = await hubOn([problem(503, 'UNAVAILABLE')], { retry: { maxAttempts: 2 } })
  const error = await failureOf(hub.dataModels.list())
  expect(isHubApiError(error) && error.code).toBe('UNAVAILABLE')
  expect(requests).toHaveLength(2)
})

test('every try of a write carries the same key', async () => {
  const model = { name: 'People', fields: [{ id: '1', name: 'name', type: 'text' as const }] }
  const { hub, requests } = await hubOn([problem(502, 'INTERNAL'), problem(422, 'VALIDATION_FAILED')])
  await failureOf(hub.dataModels.create(model))
  expect(requests).toHaveLength(2)
  expect(requests[0]?.key).toMatch(/^[\da-f-]{36}$/)
  expect(requests[1]?.key).toBe(requests[0]?.key)
})

test('a request that takes too long is aborted on the socket, and says what to do', async () => {
  const { hub, requests } = await hubOn([null], { timeoutMs: 50, retry: { maxAttempts: 1 } })
  const error = await failureOf(hub.dataModels.list())
  expect(isHubTimeoutError(error) && error.message).toContain('timeoutMs')
  await requests[0]?.closed
})

test('a request that nobody waits for any more is aborted on the socket and not tried again', async () => {
  const { hub, server, requests } = await hubOn([null])
  const reading = failureOf(hub.dataModels.list())
  await once(server, 'request')
  await hub.queryClient.cancelQueries({ queryKey: hub.dataModels.keys.all })
  await requests[0]?.closed
  await reading
  expect(requests).toHaveLength(1)
})

test('a server that can’t be reached is a network error', async () => {
  const { hub, server } = await hubOn([ok], { retry: { maxAttempts: 2 } })
  server.close()
  await once(server, 'close')
  expect(isHubNetworkError(await failureOf(hub.dataModels.list()))).toBe(true)
})

test('callers at the same time share one request', async () => {
  const { hub, requests } = await hubOn([ok])
  await Promise.all(Array.from({ length: 100 }, () => hub.dataModels.list()))
  expect(requests).toHaveLength(1)
})

test('a read that fails gives the last good data with the failure beside it; a refusal does not', async () => {
  const { hub } = await hubOn([ok, problem(503, 'UNAVAILABLE'), problem(404, 'NOT_FOUND'), ok], {
    retry: { maxAttempts: 1 },
    staleTimeMs: 0,
  })
  await hub.dataModels.list()
  const { data, meta } = await hub.dataModels.list()
  expect([data, meta.source, meta.failure?.code]).toEqual([[], 'cache', 'UNAVAILABLE'])
  expect(isHubApiError(await failureOf(hub.dataModels.list()))).toBe(true)
  expect((await hub.dataModels.list()).meta).toMatchObject({ source: 'network' })
})

test('a read within its time says that it comes from the cache', async () => {
  const { hub, requests } = await hubOn([ok])
  expect((await hub.dataModels.list()).meta.source).toBe('network')
  expect((await hub.dataModels.list()).meta.source).toBe('cache')
  expect(requests).toHaveLength(1)
})

test('an endpoint that keeps failing is left alone, and the others are not', async () => {
  const { hub, requests } = await hubOn([problem(500, 'INTERNAL')], {
    retry: { maxAttempts: 1 },
    circuitBreaker: { threshold: 3 },
  })
  for (let index = 0; index < 6; index++) await failureOf(hub.dataModels.list())
  expect(requests).toHaveLength(3)
  const error = await failureOf(hub.dataModels.list())
  expect(isHubCircuitOpenError(error) && error.code).toBe('CIRCUIT_OPEN')
  await failureOf(hub.imports.list())
  expect(requests).toHaveLength(4)
})

test('a server that asks to wait too long is not asked again', async () => {
  const { hub, requests } = await hubOn([problem(429, 'RATE_LIMITED', { 'retry-after': '60' }), ok])
  const error = await failureOf(hub.dataModels.list())
  expect(isHubApiError(error) && error.retryAfterMs).toBe(60_000)
  expect(requests).toHaveLength(1)
})
