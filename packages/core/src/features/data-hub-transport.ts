import type { SupabaseClient } from '@supabase/supabase-js'
import type { RetryPolicy } from 'cockatiel'
import * as z from 'zod/mini'
import { envelopeOf, problemSchema } from '../contracts/index.ts'
import { HubApiError, HubNetworkError, HubValidationError } from '../errors/hub-errors.ts'
import type { Fetched } from '../request/meta.ts'
import { withTimeout } from '../request/timeout.ts'

/** One call of the data hub's API. */
export interface ApiCall<Schema extends z.ZodMiniType> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path below the function, with its query string. */
  path: string
  /** What the answer's data must be. */
  schema: Schema
  body?: unknown
  /** Makes repeating a POST safe. @default a new one for each call */
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
}

/** Calls the data hub's API through the request policies. */
export type Transport = <Schema extends z.ZodMiniType>(
  call: ApiCall<Schema>,
) => Promise<Fetched<z.infer<Schema>>>

/** What {@link createTransport} takes. */
export interface TransportOptions {
  supabase: SupabaseClient
  timeoutMs: number
  retry: RetryPolicy
}

async function problemOf(response: Response): Promise<HubApiError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isNaN(seconds) ? null : seconds * 1000
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

/** Composes, outermost first: retry, timeout, validation. Circuit breaker and stale fallback take their places around and inside the retry. */
export function createTransport({ supabase, timeoutMs, retry }: TransportOptions): Transport {
  async function send(
    call: ApiCall<z.ZodMiniType>,
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (call.method === 'POST') headers['idempotency-key'] = idempotencyKey
    // supabase-js adds the user's token and the key, and refreshes the token when it is due.
    const { data, error, response } = await supabase.functions.invoke<unknown>(`data-hub-api${call.path}`, {
      method: call.method,
      headers,
      signal,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    })
    if (response && !response.ok) throw await problemOf(response)
    if (error || !response) {
      signal.throwIfAborted()
      throw new HubNetworkError('The server could not be reached. Check the connection and try again.', {
        cause: error,
      })
    }
    return Response.json(data)
  }

  return async (call) => {
    const startedAt = performance.now()
    const idempotencyKey = call.idempotencyKey ?? crypto.randomUUID()
    const what = `${call.method} ${call.path.split('?')[0]}`
    let attempts = 0
    const response = await retry.execute(({ signal: policySignal }) => {
      attempts++
      const signal = call.signal ?? policySignal
      return withTimeout({ timeoutMs, signal, what }, (inner) => send(call, idempotencyKey, inner))
    }, call.signal)
    const envelope = envelopeOf(z.unknown()).safeParse(await response.json())
    const answer = call.schema.safeParse(envelope.data?.data)
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
