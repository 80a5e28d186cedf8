import { defaultFreshnessLimits, freshnessOf, type FreshnessLimits } from '@headwater/core/dashboards'

/**
 * What a freshness component says. `stale` from 2 minutes on, `very-stale` from 10, `incomplete` when a part is missing or older than the rest, `error` when
 * the last try failed, `never` when nothing was ever loaded. Source: data-consistency spec, "Data Freshness Indicators".
 */
export type FreshnessState = 'loading' | 'never' | 'fresh' | 'stale' | 'very-stale' | 'incomplete' | 'error'

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
  /** Whether a part of the data is missing or older than `lastUpdated`. @default false */
  incomplete?: boolean | undefined
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
export function freshnessStateOf(facts: FreshnessFacts, nowMs: number): FreshnessState {
  const { lastUpdated, loading = false, error = null, fresh, incomplete = false } = facts
  const { limits = defaultFreshnessLimits } = facts
  if (error !== null) return 'error'
  const at = timeOf(lastUpdated)
  if (at === null) return loading ? 'loading' : 'never'
  const step = freshnessOf(nowMs - at, limits)
  if (step === 'stale' || step === 'expired') return 'very-stale'
  if (incomplete) return 'incomplete'
  return step === 'fresh' && fresh !== false ? 'fresh' : 'stale'
}

/** Whether data is young enough to be fresh, and isn't called so because nobody asked for it since the connection was lost. */
export function isUnconfirmed({ lastUpdated, fresh, limits }: FreshnessFacts, nowMs: number): boolean {
  return fresh === false && freshnessStateOf({ lastUpdated, limits }, nowMs) === 'fresh'
}
