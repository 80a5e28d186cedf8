/** A vendor's limit: so many units in a second, with a burst of a second's worth. */
export interface RateLimit {
  /** Takes units, or says no. */
  take(units: number): boolean
}

/** Makes a limit; null lets everything pass. */
export function createRateLimit(perSecond: number | null): RateLimit {
  let tokens = perSecond ?? 0
  let filledAt = performance.now()
  return {
    take(units) {
      if (perSecond === null) return true
      const now = performance.now()
      tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond)
      filledAt = now
      if (tokens < units) return false
      tokens -= units
      return true
    },
  }
}
