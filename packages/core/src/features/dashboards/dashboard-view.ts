import {
  defaultFreshnessLimits,
  freshnessOf,
  type Freshness,
  type FreshnessLimits,
} from '../../request/freshness.ts'
import type { Fetched, RequestFailure, RequestMeta } from '../../request/meta.ts'
import { fallbackOf, failureOf } from '../../request/stale-fallback.ts'
import { mayFallBack } from '../../request/transient.ts'

/** What a page shows of a query. */
export type DashboardView<Data> =
  | { state: 'loading' }
  /** There is nothing that may be shown: a retry is what helps. */
  | { state: 'error'; failure: RequestFailure }
  | {
      state: 'ready'
      data: Data
      meta: RequestMeta
      /** How old the data is, oldest part first. */
      freshness: Freshness
      /** Why it could not be loaded anew, or null. */
      failure: RequestFailure | null
    }

/** The moment that a result's oldest part stands for, in milliseconds since 1970. */
export function asOfMs(meta: RequestMeta): number {
  return Date.parse(meta.asOf ?? meta.fetchedAt)
}

/**
 * Says what to show of a query: its data, older data with the failure beside it, or the failure alone, in the spec's order.
 *
 * @param query - What `useQuery` or a query's state gives.
 * @param nowMs - Milliseconds since 1970, so that an age can tick without a new request.
 */
export function dashboardViewOf<Data>(
  query: { data: Fetched<Data> | undefined; error: unknown },
  nowMs: number,
  limits: FreshnessLimits = defaultFreshnessLimits,
): DashboardView<Data> {
  const { data, error } = query
  if (error === null || error === undefined) {
    if (data === undefined) return { state: 'loading' }
    const freshness = freshnessOf(nowMs - asOfMs(data.meta), limits)
    return { state: 'ready', data: data.data, meta: data.meta, freshness, failure: data.meta.failure ?? null }
  }
  const fallback = mayFallBack(error) ? fallbackOf(data, error, limits, nowMs) : undefined
  if (fallback === undefined) return { state: 'error', failure: failureOf(error) }
  const freshness = freshnessOf(nowMs - asOfMs(fallback.meta), limits)
  return { state: 'ready', data: fallback.data, meta: fallback.meta, freshness, failure: failureOf(error) }
}
