import type { QueryClient, QueryKey } from '@tanstack/query-core'
import { defaultFreshnessLimits } from '../request/freshness.ts'
import type { Fetched } from '../request/meta.ts'
import type { Transport } from './data-hub-transport.ts'

/** What a feature's client is made of. */
export interface FeatureContext {
  transport: Transport
  queryClient: QueryClient
  /** How long a result counts as fresh, in milliseconds. */
  staleTimeMs: number
}

/** As long as stale data may stand in for a failed request. A timer would keep a script alive, so it is for pages alone. */
const GC_TIME_MS = typeof window === 'undefined' ? Number.POSITIVE_INFINITY : defaultFreshnessLimits.staleMs

/** Query options that hooks and plain calls share: one entry, one request in flight, one age. */
export function queryOptionsOf<Data, Key extends QueryKey>(
  queryKey: Key,
  staleTime: number,
  fetch: (signal: AbortSignal) => Promise<Fetched<Data>>,
) {
  return {
    queryKey,
    staleTime,
    retry: false as const,
    gcTime: GC_TIME_MS,
    queryFn: ({ signal }: { signal: AbortSignal }) => fetch(signal),
  }
}
