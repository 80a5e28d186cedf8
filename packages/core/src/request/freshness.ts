/** How old data may be to count as what, in milliseconds. */
export interface FreshnessLimits {
  /** Younger is fresh. @default 120_000 */
  freshMs: number
  /** Younger is recent: shown without a warning. @default 600_000 */
  recentMs: number
  /** Younger is stale: shown with a warning. Older is not shown in place of an error. @default 3_600_000 */
  staleMs: number
}

/** How old data is, in the spec's four steps. Source: data-consistency spec, "Fallback Strategy". */
export type Freshness = 'fresh' | 'recent' | 'stale' | 'expired'

/** The spec's limits: 2 minutes, 10 minutes, 1 hour. */
export const defaultFreshnessLimits: FreshnessLimits = {
  freshMs: 120_000,
  recentMs: 600_000,
  staleMs: 3_600_000,
}

/** How far into the future a time may be before it is not believed, in milliseconds. */
const BELIEVED_SKEW_MS = 60_000

/**
 * Judges an age. Data from the future, as a clock that was turned back shows it, has no known age: it is expired.
 *
 * @param ageMs - The age in milliseconds.
 */
export function freshnessOf(ageMs: number, limits: FreshnessLimits = defaultFreshnessLimits): Freshness {
  if (Number.isNaN(ageMs) || ageMs < -BELIEVED_SKEW_MS) return 'expired'
  if (ageMs < limits.freshMs) return 'fresh'
  if (ageMs < limits.recentMs) return 'recent'
  return ageMs < limits.staleMs ? 'stale' : 'expired'
}
