import type { SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import { createTransport } from './features/data-hub-transport.ts'
import { createDataModelsClient, type DataModelsClient } from './features/data-models/index.ts'
import { createRecordsClient, type RecordsClient } from './features/records/index.ts'
import { createQueryClient } from './request/query-client.ts'
import type { RetryOptions } from './request/retry.ts'

/** What {@link createHub} takes. */
export interface HubOptions {
  /** The project's client, signed in as the user. */
  supabase: SupabaseClient
  /** The cache, where the host app has one. @default a new one */
  queryClient?: QueryClient
  /** When a request is aborted, in milliseconds. @default 45_000 */
  timeoutMs?: number
  /** How requests are tried again. */
  retry?: RetryOptions
  /** How long a result counts as fresh, in milliseconds. @default 30_000 */
  staleTimeMs?: number
}

/** The typed clients of a data hub, on one cache. */
export interface Hub {
  queryClient: QueryClient
  dataModels: DataModelsClient
  records: RecordsClient
  /** Stops watching the session. */
  close(): void
}

/**
 * Makes a hub. Everything cached is dropped as soon as the signed-in user changes: no user is shown what another one read.
 *
 * @example
 * const hub = createHub({ supabase })
 * const { data: models, meta } = await hub.dataModels.list()
 */
export function createHub({
  supabase,
  queryClient = createQueryClient(),
  timeoutMs = 45_000,
  retry = {},
  staleTimeMs = 30_000,
}: HubOptions): Hub {
  const context = { transport: createTransport({ supabase, timeoutMs, retry }), queryClient, staleTimeMs }
  let userId: string | null | undefined
  const { data } = supabase.auth.onAuthStateChange((_event, session) => {
    const next = session?.user.id ?? null
    if (userId !== undefined && userId !== next) queryClient.removeQueries({ queryKey: ['headwater'] })
    userId = next
  })
  return {
    queryClient,
    dataModels: createDataModelsClient(context),
    records: createRecordsClient(context),
    close: () => data.subscription.unsubscribe(),
  }
}
