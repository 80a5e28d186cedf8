import type { SupabaseClient } from '@supabase/supabase-js'
import type { RetryPolicy } from 'cockatiel'
import type * as z from 'zod/mini'
import type { Answers } from './answers.ts'
import { HubApiError, HubNetworkError, HubValidationError } from '../errors/hub-errors.ts'
import type { CircuitBreakers } from '../request/circuit-breaker.ts'
import type { Fetched } from '../request/meta.ts'
import { retryAfterMsOf } from '../request/retry-after.ts'
import { withTimeout } from '../request/timeout.ts'

/** One call of an Edge Function. */
export interface ApiCall<Schema extends z.ZodMiniType> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The function's name. @default 'data-hub-api' */
  functionName?: string | undefined
  /** The path below the function, with its query string. */
  path: string
  /** What the answer's data must be: one of the hub's own answers, or a schema. */
  schema: Schema | ((answers: Answers) => Schema)
  body?: unknown
  /** Makes repeating a POST safe. @default a new one for each call */
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
}

/** Calls an Edge Function through the request policies. */
export type Transport = <Schema extends z.ZodMiniType>(
  call: ApiCall<Schema>,
) => Promise<Fetched<z.infer<Schema>>>

/** What {@link createTransport} takes. */
export interface TransportOptions {
  supabase: SupabaseClient
  timeoutMs: number
  retry: RetryPolicy
  breakers: CircuitBreakers
}

async function loadAnswers(): Promise<Answers> {
  try {
    const { answers } = await import('./answers.ts')
    return answers
  } catch (cause) {
    throw new HubNetworkError(
      'A part of the app could not be loaded. Check the connection, then reload the page.',
      {
        cause,
      },
    )
  }
}

/** What stands under `data` in an answer. */
function dataOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined
}

/** The error behind an answer that is not ok. */
export async function problemOf(response: Response): Promise<HubApiError> {
  const [answers, body] = await Promise.all([loadAnswers(), response.json().catch(() => null)])
  const problem = answers.problem.safeParse(body)
  const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'))
  if (!problem.success) {
    return new HubApiError({
      status: response.status,
      code: 'INTERNAL',
      message: `The server answered ${response.status} without saying why. Try again.`,
      retryAfterMs,
    })
  }
  const { status, code, detail, issues, import_job_id, request_id } = problem.data
  return new HubApiError(
    { status, code, message: detail, issues, importJobId: import_job_id, retryAfterMs },
    { requestId: request_id },
  )
}

/** Composes, outermost first: validation, retry, circuit breaker, timeout. Cache and stale fallback stand around it: see `cachedRead`. */
export function createTransport({ supabase, timeoutMs, retry, breakers }: TransportOptions): Transport {
  async function send(
    call: ApiCall<z.ZodMiniType>,
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (call.method === 'POST') headers['idempotency-key'] = idempotencyKey
    // supabase-js adds the user's token and the key, and refreshes the token when it is due.
    const { data, error, response } = await supabase.functions.invoke<unknown>(
      `${call.functionName ?? 'data-hub-api'}${call.path}`,
      {
        method: call.method,
        headers,
        signal,
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      },
    )
    if (response && !response.ok) throw await problemOf(response)
    if (error || !response) {
      signal.throwIfAborted()
      if (error instanceof SyntaxError)
        throw new HubValidationError('The server’s answer is not JSON. Try again.', { cause: error })
      throw new HubNetworkError('The server could not be reached. Check the connection and try again.', {
        cause: error,
      })
    }
    return Response.json(data)
  }

  return async (call) => {
    const startedAt = performance.now()
    const idempotencyKey = call.idempotencyKey ?? crypto.randomUUID()
    const [path = ''] = call.path.split('?')
    const what = `${call.method} ${call.functionName ?? ''}${path}`
    // One breaker for a kind of thing, not for each of them: ids are left out.
    const endpoint = `${call.method} ${call.functionName ?? `/${path.split('/')[1]}`}`
    // Needed after the request, loaded beside it.
    const { schema } = call
    const loading = typeof schema === 'function' ? loadAnswers().then(schema) : Promise.resolve(schema)
    loading.catch(() => undefined)
    let attempts = 0
    const response = await retry.execute(({ signal: policySignal }) => {
      attempts++
      const signal = call.signal ?? policySignal
      return breakers.execute(endpoint, () =>
        withTimeout({ timeoutMs, signal, what }, (inner) => send(call, idempotencyKey, inner)),
      )
    }, call.signal)
    const answer = (await loading).safeParse(dataOf(await response.json()))
    if (!answer.success) {
      throw new HubValidationError(
        `The answer to ${what} does not match its contract. Bring client and functions to the same version.`,
        { cause: answer.error },
      )
    }
    return {
      data: answer.data,
      meta: {
        source: 'network',
        fetchedAt: new Date().toISOString(),
        warnings: [],
        attempts,
        durationMs: performance.now() - startedAt,
      },
    }
  }
}
