/**
 * How changes reach the cache: `off` (nobody is signed in, or nothing listens), `connecting`, `live` (pushed as they happen) or `polling`
 * (the connection is down: what is watched is asked for again and again).
 */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'polling'

/** A value that can be watched, in the shape that `useSyncExternalStore` takes. */
export interface LiveStatusStore {
  getSnapshot(): LiveStatus
  /** Calls back on each change. Returns what ends it. */
  subscribe(listener: () => void): () => void
}

/** Makes the store and the function that changes it. */
export function createLiveStatusStore(): LiveStatusStore & { set(next: LiveStatus): void } {
  let status: LiveStatus = 'off'
  const listeners = new Set<() => void>()
  return {
    getSnapshot: () => status,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      if (next === status) return
      status = next
      for (const listener of listeners) listener()
    },
  }
}
