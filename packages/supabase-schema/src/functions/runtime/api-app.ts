import type { Hono } from 'hono'
import type postgres from 'postgres'
import type { Caller } from './caller.ts'
import { actAs, type Transaction } from './database.ts'
import { createFunctionApp, type AppVariables } from './function-app.ts'
import { rememberAnswer, takeEarlierAnswer } from './idempotency.ts'
import { ProblemError } from './problem.ts'
import { takeFromLimit } from './rate-limit.ts'

/** What every API is made of. */
export interface ApiOptions {
  sql: postgres.Sql
  readCaller: (authorization: string | undefined) => Promise<Caller>
  /** Origins that browsers may call from. */
  allowedOrigins: readonly string[]
  /** The most requests of one user in a minute. */
  requestsPerMinute: number
}

/** What a handler works with. */
export interface ApiContext<Options extends ApiOptions> {
  /** A transaction that acts as the caller. */
  sql: Transaction
  caller: Caller
  options: Options
  /** The parsed JSON body, or undefined. */
  body: unknown
  url: URL
}

/** What a handler answers: the data, and the status when it isn't 200. */
export interface Answer {
  data: unknown
  status?: 200 | 201
  /** Members beside `request_id`. */
  meta?: Readonly<Record<string, unknown>>
}

/** Answers one route inside the request's transaction. */
export type ApiHandler<Options extends ApiOptions> = (
  context: ApiContext<Options>,
  id: string,
) => Promise<Answer>

/** A route: method, path below the function, handler. A POST that only `reads` keeps no answer for its idempotency key. */
export type ApiRoute<Options extends ApiOptions> = readonly [
  'GET' | 'POST' | 'PUT' | 'DELETE',
  string,
  ApiHandler<Options>,
  'reads'?,
]

/** What {@link createApiApp} mounts. */
export interface ApiMount<Options extends ApiOptions> {
  /** The function's name. */
  name: string
  routes: readonly ApiRoute<Options>[]
  openApi: () => object
  /** The largest body of a request. */
  maxBodyMegabytes: number
}

async function readBody(request: Request, maxMegabytes: number): Promise<{ text: string; body: unknown }> {
  const text = request.method === 'GET' || request.method === 'DELETE' ? '' : await request.text()
  if (text.length > maxMegabytes * 1024 * 1024)
    throw new ProblemError('BAD_REQUEST', `The body is over ${maxMegabytes} MB. Send less at once.`)
  if (text === '') return { text, body: undefined }
  try {
    return { text, body: JSON.parse(text) }
  } catch {
    throw new ProblemError('BAD_REQUEST', 'The body is not JSON.')
  }
}

/**
 * Mounts routes as a function. Each request is one transaction: idempotency key and effect are committed together, and the effect is done as the
 * caller, so that row level security holds.
 */
export function createApiApp<Options extends ApiOptions>(
  options: Options,
  { name, routes, openApi, maxBodyMegabytes }: ApiMount<Options>,
): Hono<{ Variables: AppVariables }> {
  const { allowedOrigins } = options
  const app = createFunctionApp({ name, allowedOrigins, methods: ['GET', 'POST', 'PUT', 'DELETE'] })

  app.get('/openapi.json', (context) => context.json(openApi()))
  for (const [method, path, handler, reads] of routes) {
    app.on(method, path, async (context) => {
      const caller = await options.readCaller(context.req.header('authorization'))
      const { text, body } = await readBody(context.req.raw, maxBodyMegabytes)
      const key = method === 'POST' && reads === undefined ? context.req.header('idempotency-key') : undefined
      const request = { key, route: `${method} ${context.req.path}`, text }
      await takeFromLimit(options.sql, caller.id, options.requestsPerMinute)
      const { answer, replayed } = await options.sql.begin(async (sql) => {
        const earlier = await takeEarlierAnswer(sql, caller.id, request)
        if (earlier) return { answer: earlier, replayed: true }
        await actAs(sql, caller)
        const url = new URL(context.req.url)
        const id = context.req.param('id') ?? ''
        const fresh: Answer = await handler({ sql, caller, options, body, url }, id)
        await rememberAnswer(sql, caller.id, request, fresh)
        return { answer: fresh, replayed: false }
      })
      if (replayed) context.header('idempotency-replayed', 'true')
      const { data, status = 200, meta = {} }: Answer = answer
      return context.json({ data, meta: { request_id: context.get('requestId'), ...meta } }, status)
    })
  }
  return app
}
