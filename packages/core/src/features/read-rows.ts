import type * as z from 'zod/mini'
import type { HubContext } from './hub-context.ts'
import { HubApiError, HubNetworkError, HubValidationError } from '../errors/hub-errors.ts'
import type { Fetched } from '../request/meta.ts'
import { withTimeout } from '../request/timeout.ts'

/** What PostgREST's builder resolves to. */
interface RestAnswer {
  data: unknown
  error: { message: string; code: string } | null
  status: number
}

/** The error behind PostgREST's answer. */
export function restError(what: string, { error, status }: RestAnswer): Error {
  if (status === 0)
    return new HubNetworkError('The server could not be reached. Check the connection and try again.', {
      cause: error,
    })
  const code = error?.code === '42501' ? 'FORBIDDEN' : (error?.code ?? 'INTERNAL')
  return new HubApiError(
    { status, code, message: `${what} was refused: ${error?.message ?? status}.` },
    { cause: error },
  )
}

/** Reads rows that row level security answers, through the same policies as functions. */
export async function readRows<Data>(
  { breakers, retry, timeoutMs }: HubContext,
  table: string,
  schema: z.ZodMiniType<Data>,
  send: (signal: AbortSignal) => PromiseLike<RestAnswer>,
  signal?: AbortSignal,
): Promise<Fetched<Data>> {
  const startedAt = performance.now()
  let attempts = 0
  const answer = await retry.execute(() => {
    attempts++
    return breakers.execute(`REST ${table}`, () =>
      withTimeout({ timeoutMs, signal, what: `Reading ${table}` }, async (inner) => {
        const result = await send(inner)
        if (!result.error) return result
        inner.throwIfAborted()
        throw restError(`Reading ${table}`, result)
      }),
    )
  }, signal)
  const parsed = schema.safeParse(answer.data)
  if (!parsed.success)
    throw new HubValidationError(
      `Rows of ${table} do not match their contract. Bring client and schema to the same version.`,
      {
        cause: parsed.error,
      },
    )
  const durationMs = performance.now() - startedAt
  return {
    data: parsed.data,
    meta: { source: 'network', fetchedAt: new Date().toISOString(), warnings: [], attempts, durationMs },
  }
}
