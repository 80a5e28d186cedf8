import type { SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import { DEFAULT_MAX_IMPORT_BYTES } from './contracts/import-limits.ts'
import type { HubContext } from './features/hub-context.ts'
import { createSession } from './features/session.ts'
import { createTransport } from './features/data-hub-transport.ts'
import {
  createDataModelsClient,
  liveDataModels,
  type DataModelsClient,
} from './features/data-models/index.ts'
import {
  createImportsClient,
  createLiveImports,
  sendFile,
  type ImportsClient,
  type SendFile,
} from './features/imports/index.ts'
import { createLiveClient, type LiveClient } from './features/live/index.ts'
import { createRecordsClient, liveRecords, type RecordsClient } from './features/records/index.ts'
import { createCircuitBreakers, type CircuitBreakerOptions } from './request/circuit-breaker.ts'
import { createQueryClient } from './request/query-client.ts'
import { createRetry, type RetryOptions } from './request/retry.ts'
import { REQUEST_TIMEOUT } from './request/timeout.ts'

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
  /** When an endpoint that keeps failing is left alone. */
  circuitBreaker?: CircuitBreakerOptions
  /** How long a result counts as fresh, in milliseconds. @default 30_000 */
  staleTimeMs?: number
  /** The largest file that an upload takes, in bytes. @default 10_485_760 */
  maxImportBytes?: number
  /** How an upload's bytes are sent. @default XMLHttpRequest where there is one, since it tells progress, else `fetch` */
  send?: SendFile
}

/** The typed clients of a data hub, on one cache. */
export interface Hub {
  queryClient: QueryClient
  dataModels: DataModelsClient
  records: RecordsClient
  imports: ImportsClient
  /** Pushed changes that keep the cache up to date; off until something connects. */
  live: LiveClient
  /** The largest file that an upload takes, in bytes. */
  maxImportBytes: number
  /** For clients beside the hub's own, such as `createDashboards(hub)`. */
  context: HubContext
  /** Stops watching the session and leaves the live topics. */
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
  timeoutMs = REQUEST_TIMEOUT,
  retry = {},
  circuitBreaker = {},
  staleTimeMs = 30_000,
  maxImportBytes = DEFAULT_MAX_IMPORT_BYTES,
  send = sendFile,
}: HubOptions): Hub {
  const policy = createRetry(retry)
  const breakers = createCircuitBreakers(circuitBreaker)
  const transport = createTransport({ supabase, timeoutMs, retry: policy, breakers })
  const context = { transport, queryClient, staleTimeMs }
  const session = createSession(supabase)
  // Removing a query aborts its request: an answer that is on its way reaches nobody.
  session.onChange(() => queryClient.removeQueries({ queryKey: ['headwater'] }))
  const live = createLiveClient({ supabase, queryClient })
  for (const handler of [liveDataModels, liveRecords, createLiveImports(queryClient)]) live.on(handler)
  return {
    queryClient,
    live,
    maxImportBytes,
    context: { supabase, queryClient, transport, breakers, retry: policy, session, timeoutMs, live },
    dataModels: createDataModelsClient(context),
    records: createRecordsClient(context),
    imports: createImportsClient(context, { supabase, maxBytes: maxImportBytes, retry: policy, send }),
    close() {
      session.close()
      live.close()
    },
  }
}
