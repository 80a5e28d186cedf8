import { hashKey, type QueryClient, type QueryKey } from '@tanstack/query-core'

/** The first change is shown at once; a burst is read again this often, in milliseconds. */
const EVERY_MS = 500

/** Collects keys that have to be read again. */
export interface KeyGatherer {
  add(queryKeys: readonly QueryKey[]): void
  /** Forgets what waits. */
  clear(): void
}

/** Marks queries as stale at once when nothing happened lately, else together: 200 events in a second cause a handful of requests. */
export function gatherKeys(queryClient: QueryClient): KeyGatherer {
  const waiting = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    if (waiting.size === 0) return
    for (const queryKey of waiting.values()) void queryClient.invalidateQueries({ queryKey })
    waiting.clear()
    timer = setTimeout(flush, EVERY_MS)
  }

  return {
    add(queryKeys) {
      for (const queryKey of queryKeys) waiting.set(hashKey(queryKey), queryKey)
      if (timer === undefined) flush()
    },
    clear() {
      clearTimeout(timer)
      timer = undefined
      waiting.clear()
    },
  }
}
