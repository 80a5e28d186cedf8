import type { MemoryAnswer, MemoryHandler, MemoryImports } from './memory-context.ts'
import {
  cancelImportJob,
  pauseImportJob,
  repeatImportJob,
  resumeImportJob,
  undoImportJob,
} from './memory-import-actions.ts'
import {
  errorReportOf,
  getImportMapping,
  listImportChanges,
  listImportErrors,
  saveImportMapping,
} from './memory-import-history.ts'
import { createImportJob, getImportJob, listImportJobs } from './memory-import-jobs.ts'
import { createModel, deleteModel, getModel, listModels, updateModel } from './memory-models.ts'
import { MemoryProblem, problemAnswer } from './memory-problem.ts'
import { bulkImport, createRecord, deleteRecord, listRecords, updateRecord } from './memory-records.ts'
import type { MemoryStore } from './memory-store.ts'

const routes: readonly (readonly [string, RegExp, MemoryHandler])[] = [
  ['GET', /^\/models$/, listModels],
  ['POST', /^\/models$/, createModel],
  ['GET', /^\/models\/([^/]+)$/, getModel],
  ['PUT', /^\/models\/([^/]+)$/, updateModel],
  ['DELETE', /^\/models\/([^/]+)$/, deleteModel],
  ['GET', /^\/records$/, listRecords],
  ['POST', /^\/records$/, createRecord],
  ['PUT', /^\/records\/([^/]+)$/, updateRecord],
  ['DELETE', /^\/records\/([^/]+)$/, deleteRecord],
  ['POST', /^\/import$/, bulkImport],
  ['GET', /^\/import-jobs$/, listImportJobs],
  ['POST', /^\/import-jobs$/, createImportJob],
  ['GET', /^\/import-jobs\/([^/]+)$/, getImportJob],
  ['GET', /^\/import-jobs\/([^/]+)\/errors$/, listImportErrors],
  ['GET', /^\/import-jobs\/([^/]+)\/changes$/, listImportChanges],
  ['POST', /^\/import-jobs\/([^/]+)\/cancel$/, cancelImportJob],
  ['POST', /^\/import-jobs\/([^/]+)\/pause$/, pauseImportJob],
  ['POST', /^\/import-jobs\/([^/]+)\/resume$/, resumeImportJob],
  ['POST', /^\/import-jobs\/([^/]+)\/undo$/, undoImportJob],
  ['POST', /^\/import-jobs\/([^/]+)\/again$/, repeatImportJob],
  ['GET', /^\/import-mappings$/, getImportMapping],
  ['PUT', /^\/import-mappings$/, saveImportMapping],
]

function routeOf(method: string, path: string): { handler: MemoryHandler; id: string } {
  for (const [allowed, pattern, handler] of routes) {
    const match = allowed === method ? pattern.exec(path) : null
    if (match) return { handler, id: match[1] ?? '' }
  }
  throw new MemoryProblem('NOT_FOUND', 'There is no such path.')
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new MemoryProblem('BAD_REQUEST', 'The body is not JSON.')
  }
}

/** Makes the function that answers requests of `/functions/v1/data-hub-api`, in its wire format. */
export function createMemoryApi(
  store: MemoryStore,
  imports: MemoryImports,
): (request: Request, path: string) => Promise<Response> {
  const earlier = new Map<string, { request: string; answer: MemoryAnswer }>()

  function answerOf(
    request: Request,
    path: string,
    text: string,
  ): { answer: MemoryAnswer; replayed: boolean } {
    const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null
    const identity = `${request.method} ${path}\n${text}`
    const before = key === null ? undefined : earlier.get(key)
    if (before !== undefined && before.request !== identity)
      throw new MemoryProblem(
        'IDEMPOTENCY_MISMATCH',
        'This Idempotency-Key was used with another request. Use a new key for a new request.',
      )
    if (before) return { answer: before.answer, replayed: true }
    const { handler, id } = routeOf(request.method, path)
    const answer = handler({ store, imports, body: bodyOf(text), url: new URL(request.url) }, id)
    // A later change of the row doesn't change what was answered.
    if (key !== null) earlier.set(key, { request: identity, answer: structuredClone(answer) })
    return { answer, replayed: false }
  }

  return async (request, path) => {
    const text = request.method === 'GET' || request.method === 'DELETE' ? '' : await request.text()
    try {
      // Without a session the client sends its key, which is no token.
      if (!/^Bearer .+\..+\./.test(request.headers.get('authorization') ?? ''))
        throw new MemoryProblem('UNAUTHORIZED', 'Sign in and try again.')
      const reported = /^\/import-jobs\/([^/]+)\/errors\.csv$/.exec(path)?.[1]
      if (reported !== undefined)
        return new Response(errorReportOf(store, reported), {
          headers: { 'content-type': 'text/csv; charset=utf-8' },
        })
      const { answer, replayed } = answerOf(request, path, text)
      const requestId = crypto.randomUUID()
      return Response.json(
        { data: answer.data, meta: { request_id: requestId } },
        {
          status: answer.status ?? 200,
          headers: { 'x-request-id': requestId, ...(replayed ? { 'idempotency-replayed': 'true' } : {}) },
        },
      )
    } catch (error) {
      if (error instanceof MemoryProblem) return problemAnswer(error.code, error.message, error.members)
      throw error
    }
  }
}
