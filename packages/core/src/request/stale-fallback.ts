import { defaultFreshnessLimits, freshnessOf, type FreshnessLimits } from './freshness.ts'
import type { Fetched, RequestFailure } from './meta.ts'
import { mayFallBack } from './transient.ts'

/** What {@link withStaleFallback} takes. */
export interface StaleFallbackOptions<Data> {
  /** The last good result, if there is one. */
  cached: () => Fetched<Data> | undefined
  limits?: FreshnessLimits | undefined
}

/** An error's code and sentence, for beside older data. */
export function failureOf(error: unknown): RequestFailure {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error) }
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : error.name,
    message: error.message,
  }
}

function ageText(ageMs: number): string {
  const minutes = Math.max(1, Math.round(ageMs / 60_000))
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

/** The last good result in place of a failed one: recent data as it is, stale data with a warning, expired data not at all (undefined). */
export function fallbackOf<Data>(
  cached: Fetched<Data> | undefined,
  error: unknown,
  limits: FreshnessLimits = defaultFreshnessLimits,
  nowMs = Date.now(),
): Fetched<Data> | undefined {
  if (cached === undefined) return undefined
  const ageMs = nowMs - Date.parse(cached.meta.fetchedAt)
  const freshness = freshnessOf(ageMs, limits)
  if (freshness === 'expired') return undefined
  const failure = failureOf(error)
  if (freshness !== 'stale') return { data: cached.data, meta: { ...cached.meta, source: 'cache', failure } }
  const warning = `This is from ${ageText(ageMs)} ago, because loading it anew failed.`
  return {
    data: cached.data,
    meta: { ...cached.meta, source: 'stale', failure, warnings: [...cached.meta.warnings, warning] },
  }
}

/**
 * Answers with the last good result where fetching fails, in the spec's order: a fresh fetch; recent data (under 10 minutes); stale data (under 1 hour)
 * with a warning; the error. A refusal (4xx) and a caller's own abort are passed on.
 */
export async function withStaleFallback<Data>(
  { cached, limits }: StaleFallbackOptions<Data>,
  fetch: () => Promise<Fetched<Data>>,
): Promise<Fetched<Data>> {
  try {
    return await fetch()
  } catch (error) {
    const fallback = mayFallBack(error) ? fallbackOf(cached(), error, limits) : undefined
    if (fallback === undefined) throw error
    return fallback
  }
}
