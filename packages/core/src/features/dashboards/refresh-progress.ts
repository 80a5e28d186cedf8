import type { WorkspaceBehind } from '../../contracts/index.ts'

/** How a forced refresh goes. */
export type RefreshProgress =
  | { state: 'idle' }
  | {
      state: 'refreshing'
      /** Workspaces that were read or could not be. */
      done: number
      expected: number
      /** Those that could not be, so far. */
      failed: readonly WorkspaceBehind[]
    }

/** Watches refreshes; made for `useSyncExternalStore`. */
export interface ProgressStore {
  /** The progress of a query, by its key. The same object until it changes. */
  get(queryKey: readonly unknown[]): RefreshProgress
  set(queryKey: readonly unknown[], progress: RefreshProgress): void
  /** Hears of every change. Returns what stops it. */
  subscribe(listener: () => void): () => void
}

const idle: RefreshProgress = { state: 'idle' }

/** Makes a store of refreshes under way. */
export function createProgressStore(): ProgressStore {
  const running = new Map<string, RefreshProgress>()
  const listeners = new Set<() => void>()
  return {
    get: (queryKey) => running.get(JSON.stringify(queryKey)) ?? idle,
    set(queryKey, progress) {
      if (progress.state === 'idle') running.delete(JSON.stringify(queryKey))
      else running.set(JSON.stringify(queryKey), progress)
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
