import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { actAs } from '../database.ts'
import { rememberAnswer, takeEarlierAnswer } from '../idempotency.ts'
import { problemResponse, ProblemError } from '../problem.ts'
import { takeFromLimit } from '../rate-limit.ts'
import type { Answer, CampaignApiOptions, Route } from './context.ts'

const MAX_BODY_BYTES = 1024 * 1024

async function readBody(request: Request): Promise<{ text: string; body: unknown }> {
  const text = request.method === 'GET' || request.method === 'DELETE' ? '' : await request.text()
  if (text.length > MAX_BODY_BYTES) throw new ProblemError('BAD_REQUEST', 'The body is over 1 MB.')
  if (text === '') return { text, body: undefined }
  try {
    return { text, body: JSON.parse(text) }
  } catch {
    throw new ProblemError('BAD_REQUEST', 'The body is not JSON.')
  }
}

/** What {@link createApiApp} takes besides the options. */
export interface ApiMount {
  /** The function's name. */
  name: string
  routes: readonly Route[]
  openApi: () => object
}

/**
 * Mounts routes as a function. Each request is one transaction: idempotency key and effect are committed together, and the effect is done as the
 * caller, so that row level security holds.
 */
export function createApiApp(
  options: CampaignApiOptions,
  { name, routes, openApi }: ApiMount,
): Hono<{ Variables: { requestId: string } }> {
  const app = new Hono<{ Variables: { requestId: string } }>().basePath(`/${name}`)

  app.use(async (context, next) => {
    const requestId = crypto.randomUUID()
    context.set('requestId', requestId)
    const startedAt = performance.now()
    await next()
    context.header('x-request-id', requestId)
    const { method, path } = context.req
    const ms = Math.round(performance.now() - startedAt)
    console.log(JSON.stringify({ request_id: requestId, method, path, status: context.res.status, ms }))
  })
  app.use(
    cors({
      origin: (origin) => (options.allowedOrigins.includes(origin) ? origin : null),
      allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      allowHeaders: ['authorization', 'apikey', 'content-type', 'idempotency-key', 'x-client-info'],
      exposeHeaders: ['x-request-id', 'retry-after', 'idempotency-replayed'],
      maxAge: 86_400,
    }),
  )

  app.get('/openapi.json', (context) => context.json(openApi()))
  for (const [method, path, handler, reads] of routes) {
    app.on(method, path, async (context) => {
      const caller = await options.readCaller(context.req.header('authorization'))
      const { text, body } = await readBody(context.req.raw)
      const key = method === 'POST' && reads === undefined ? context.req.header('idempotency-key') : undefined
      const requestId = context.get('requestId')
      const request = { key, route: `${method} ${context.req.path}`, text }
      await takeFromLimit(options.sql, caller.id, options.requestsPerMinute)
      const { answer, replayed } = await options.sql.begin(async (sql) => {
        const earlier = await takeEarlierAnswer(sql, caller.id, request)
        if (earlier) return { answer: earlier, replayed: true }
        await actAs(sql, caller)
        const url = new URL(context.req.url)
        const fresh: Answer = await handler(
          { sql, caller, options, body, url },
          context.req.param('id') ?? '',
        )
        await rememberAnswer(sql, caller.id, request, fresh)
        return { answer: fresh, replayed: false }
      })
      if (replayed) context.header('idempotency-replayed', 'true')
      const { meta = {} }: Answer = answer
      return context.json(
        { data: answer.data, meta: { request_id: requestId, ...meta } },
        answer.status ?? 200,
      )
    })
  }

  app.notFound((context) =>
    problemResponse(new ProblemError('NOT_FOUND', 'There is no such path.'), context.get('requestId')),
  )
  app.onError((error, context) => {
    const requestId = context.get('requestId')
    const response = problemResponse(error, requestId)
    if (response.status >= 500) console.error(JSON.stringify({ request_id: requestId, error: String(error) }))
    return response
  })
  return app
}
