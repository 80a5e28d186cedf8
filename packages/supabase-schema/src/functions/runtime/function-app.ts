import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { problemResponse, ProblemError } from './problem.ts'

/** What requests of a function carry. */
export interface AppVariables {
  requestId: string
}

/** What {@link createFunctionApp} takes. */
export interface FunctionAppOptions {
  /** The function's name: its paths begin with it. */
  name: string
  /** Origins that browsers may call from. */
  allowedOrigins: readonly string[]
  methods: readonly ('GET' | 'POST' | 'PUT' | 'DELETE')[]
}

/** Makes a function that browsers call: each request has an id and a line in the log, and every failure is a problem that names the id. */
export function createFunctionApp({
  name,
  allowedOrigins,
  methods,
}: FunctionAppOptions): Hono<{ Variables: AppVariables }> {
  const app = new Hono<{ Variables: AppVariables }>().basePath(`/${name}`)

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
      origin: (origin) => (allowedOrigins.includes(origin) ? origin : null),
      allowMethods: [...methods],
      allowHeaders: ['authorization', 'apikey', 'content-type', 'idempotency-key', 'x-client-info'],
      exposeHeaders: ['x-request-id', 'retry-after', 'idempotency-replayed'],
      maxAge: 86_400,
    }),
  )
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
