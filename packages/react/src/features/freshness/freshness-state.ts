import { defaultFreshnessLimits, freshnessOf, type FreshnessLimits } from '@headwater/core/dashboards'

/**
 * What a freshness component says. `stale` from 2 minutes on, `very-stale` from 10, `error` when the last try failed, `never` when nothing was ever
 * loaded. Source: data-consistency spec, "Data Freshness Indicators".
 */
export type FreshnessState = 'loading' | 'never' | 'fresh' | 'stale' | 'very-stale' | 'error'

/** What a freshness component is told. */
export interface FreshnessFacts {
  /** The moment that the oldest part of the data stands for: a Date, or ISO 8601. Null while there is none. */
  lastUpdated: Date | string | null
  /** Whether data is on its way. @default false */
  loading?: boolean | undefined
  /** Why the last try failed, in a sentence; null when it didn't. @default null */
  error?: string | null | undefined
  /** False keeps young data from being called fresh: it was not asked for again since the connection was lost. @default by its age */
  fresh?: boolean | undefined
  /** How old data may be to count as what. @default 2, 10 and 60 minutes */
  limits?: FreshnessLimits | undefined
}

/** A time in milliseconds since 1970, or null for none. */
export function timeOf(time: Date | string | null): number | null {
  if (time === null) return null
  const ms = typeof time === 'string' ? Date.parse(time) : time.getTime()
  return Number.isNaN(ms) ? null : ms
}

/** Judges data at a moment. */
export function freshnessStateOf(
  { lastUpdated, loading = false, error = null, fresh, limits = defaultFreshnessLimits }: FreshnessFacts,
  nowMs: number,
): FreshnessState {
  if (error !== null) return 'error'
  const at = timeOf(lastUpdated)
  if (at === null) return loading ? 'loading' : 'never'
  const step = freshnessOf(nowMs - at, limits)
  if (step === 'fresh') return fresh === false ? 'stale' : 'fresh'
  return step === 'recent' ? 'stale' : 'very-stale'
}
