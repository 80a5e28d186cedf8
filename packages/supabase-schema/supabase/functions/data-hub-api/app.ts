import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { actAs } from '../_shared/database.ts'
import { problemResponse, ProblemError } from '../_shared/problem.ts'
import type { Answer, DataHubApiOptions, Handler } from './context.ts'
import { sendErrorReport } from './error-report.ts'
import {
  cancelImportJob,
  pauseImportJob,
  repeatImportJob,
  resumeImportJob,
  undoImportJob,
} from './import-actions.ts'
import { createImportJob, getImportJob, listImportJobs } from './import-jobs.ts'
import { getImportMapping, saveImportMapping } from './import-mappings.ts'
import { listImportChanges, listImportErrors } from './import-rows.ts'
import { rememberAnswer, takeEarlierAnswer } from '../_shared/idempotency.ts'
import { openApiDocument } from './openapi.ts'
import { createModel, deleteModel, getModel, listModels, updateModel } from './models.ts'
import { takeFromLimit } from '../_shared/rate-limit.ts'
import { bulkImport, createRecord, deleteRecord, listRecords, updateRecord } from './records.ts'

const MAX_BODY_BYTES = 5 * 1024 * 1024

const routes: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, Handler])[] = [
  ['GET', '/models', listModels],
  ['POST', '/models', createModel],
  ['GET', '/models/:id', getModel],
  ['PUT', '/models/:id', updateModel],
  ['DELETE', '/models/:id', deleteModel],
  ['GET', '/records', listRecords],
  ['POST', '/records', createRecord],
  ['PUT', '/records/:id', updateRecord],
  ['DELETE', '/records/:id', deleteRecord],
  ['POST', '/import', bulkImport],
  ['GET', '/import-jobs', listImportJobs],
  ['POST', '/import-jobs', createImportJob],
  ['GET', '/import-jobs/:id', getImportJob],
  ['GET', '/import-jobs/:id/errors', listImportErrors],
  ['GET', '/import-jobs/:id/changes', listImportChanges],
  ['POST', '/import-jobs/:id/cancel', cancelImportJob],
  ['POST', '/import-jobs/:id/pause', pauseImportJob],
  ['POST', '/import-jobs/:id/resume', resumeImportJob],
  ['POST', '/import-jobs/:id/undo', undoImportJob],
  ['POST', '/import-jobs/:id/again', repeatImportJob],
  ['GET', '/import-mappings', getImportMapping],
  ['PUT', '/import-mappings', saveImportMapping],
]

async function readBody(request: Request): Promise<{ text: string; body: unknown }> {
  const text = request.method === 'GET' || request.method === 'DELETE' ? '' : await request.text()
  if (text.length > MAX_BODY_BYTES)
    throw new ProblemError('BAD_REQUEST', 'The body is over 5 MB. Send less at once, or import a file.')
  if (text === '') return { text, body: undefined }
  try {
    return { text, body: JSON.parse(text) }
  } catch {
    throw new ProblemError('BAD_REQUEST', 'The body is not JSON.')
  }
}

/**
 * The data hub's HTTP API. Each request is one transaction: idempotency key and effect are committed together, and the effect is
 * done as the caller, so that row level security holds.
 */
export function createDataHubApi(options: DataHubApiOptions): Hono<{ Variables: { requestId: string } }> {
  const app = new Hono<{ Variables: { requestId: string } }>().basePath('/data-hub-api')

  app.use(async (context, next) => {
    const requestId = crypto.randomUUID()
    context.set('requestId', requestId)
    const startedAt = performance.now()
    await next()
    context.header('x-request-id', requestId)
    const { method, path } = context.req
    console.log(
      JSON.stringify({
        request_id: requestId,
        method,
        path,
        status: context.res.status,
        ms: Math.round(performance.now() - startedAt),
      }),
    )
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

  app.get('/openapi.json', (context) => context.json(openApiDocument()))
  for (const [method, path, handler] of routes) {
    app.on(method, path, async (context) => {
      const caller = await options.readCaller(context.req.header('authorization'))
      const { text, body } = await readBody(context.req.raw)
      const key = method === 'POST' ? context.req.header('idempotency-key') : undefined
      const requestId = context.get('requestId')
      const request = { key, route: `${method} ${context.req.path}`, text }
      await takeFromLimit(options.sql, caller.id, options.requestsPerMinute)
      const { answer, replayed } = await options.sql.begin(async (sql) => {
        const earlier = await takeEarlierAnswer(sql, caller.id, request)
        if (earlier) return { answer: earlier, replayed: true }
        await actAs(sql, caller)
        const fresh: Answer = await handler(
          { sql, caller, options, body, url: new URL(context.req.url) },
          context.req.param('id') ?? '',
        )
        await rememberAnswer(sql, caller.id, request, fresh)
        return { answer: fresh, replayed: false }
      })
      if (replayed) context.header('idempotency-replayed', 'true')
      return context.json({ data: answer.data, meta: { request_id: requestId } }, answer.status ?? 200)
    })
  }

  app.get('/import-jobs/:id/errors.csv', async (context) => {
    const caller = await options.readCaller(context.req.header('authorization'))
    await takeFromLimit(options.sql, caller.id, options.requestsPerMinute)
    return sendErrorReport(options.sql, caller, context.req.param('id'))
  })

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
