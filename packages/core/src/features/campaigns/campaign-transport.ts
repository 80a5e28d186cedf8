import * as z from 'zod/mini'
import type { Fetched } from '../../request/meta.ts'
import type { HubContext } from '../hub-context.ts'

/** How long the campaigns' results count as fresh, in milliseconds. */
export const STALE_MS = 10_000

/** The answer to a deletion. */
export const deletedSchema = z.object({ id: z.string() })

/** Makes repeating a call safe, also over a reload. */
export interface WriteOptions {
  /** @default a new one for each call */
  idempotencyKey?: string
}

/** A query string of the values that are there. */
export function searchOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** Makes the calls of `campaign-api`. */
export function createCampaignTransport({ transport }: Pick<HubContext, 'transport'>) {
  const functionName = 'campaign-api'
  return {
    get: <Schema extends z.ZodMiniType>(
      path: string,
      schema: Schema,
      signal?: AbortSignal,
    ): Promise<Fetched<z.infer<Schema>>> => transport({ method: 'GET', functionName, path, schema, signal }),
    /** A POST that only reads: repeating it is safe, so it needs no key of its own. */
    ask: <Schema extends z.ZodMiniType>(
      path: string,
      body: unknown,
      schema: Schema,
      signal?: AbortSignal,
    ): Promise<Fetched<z.infer<Schema>>> =>
      transport({ method: 'POST', functionName, path, schema, body, signal }),
    async write<Schema extends z.ZodMiniType>(
      method: 'POST' | 'PUT' | 'DELETE',
      path: string,
      schema: Schema,
      body?: unknown,
      options: WriteOptions = {},
    ): Promise<z.infer<Schema>> {
      const { data } = await transport({
        method,
        functionName,
        path,
        schema,
        ...(body === undefined ? {} : { body }),
        idempotencyKey: options.idempotencyKey,
      })
      return data
    },
  }
}

/** The calls of `campaign-api`. */
export type CampaignTransport = ReturnType<typeof createCampaignTransport>
