import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/query-core'
import type { FreshnessLimits } from './freshness.ts'
import type { Fetched, RequestMeta } from './meta.ts'
import { withStaleFallback } from './stale-fallback.ts'

/** How long each dashboard's data counts as fresh, in milliseconds. Source: data-consistency spec, "Cache TTL". */
export const CACHE_TTL = {
  KPI: 2 * 60 * 1000,
  VOLUME: 2 * 60 * 1000,
  REVENUE: 5 * 60 * 1000,
  INFRASTRUCTURE: 10 * 60 * 1000,
} as const

// The same result gets the same meta each time it is read again, so that nothing downstream sees a change.
const readAgain = new WeakMap<RequestMeta, RequestMeta>()

function asCached<Data>({ data, meta }: Fetched<Data>): Fetched<Data> {
  const known = readAgain.get(meta)
  if (known) return { data, meta: known }
  const cached: RequestMeta = { ...meta, source: 'cache' }
  readAgain.set(meta, cached)
  return { data, meta: cached }
}

/**
 * Reads through the cache: callers at the same time share one request, data younger than `staleTime` is answered at once and says `cache`, and a failure falls back
 * to the last good data.
 */
export function cachedRead<Data, Key extends QueryKey>(
  queryClient: QueryClient,
  options: FetchQueryOptions<Fetched<Data>, Error, Fetched<Data>, Key>,
  limits?: FreshnessLimits,
): Promise<Fetched<Data>> {
  // The steps of query-core's own `fetchQuery`, taken apart to know whether the cache answers.
  const defaulted = queryClient.defaultQueryOptions(options)
  const query = queryClient.getQueryCache().build(queryClient, defaulted)
  const staleTime = typeof options.staleTime === 'function' ? options.staleTime(query) : options.staleTime
  const { data } = query.state
  if (data !== undefined && !query.isStaleByTime(staleTime)) return Promise.resolve(asCached(data))
  return withStaleFallback({ cached: () => query.state.data, limits }, () => query.fetch(defaulted))
}
