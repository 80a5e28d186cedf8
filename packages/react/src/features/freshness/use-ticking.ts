import { useSyncExternalStore } from 'react'
import { ticker } from './ticker.ts'

/**
 * Reads something that changes as time passes. The component renders again when what it reads changes, not at each tick.
 *
 * @param read - Takes milliseconds since 1970.
 */
export function useTicking<Value extends string | number | boolean | null>(
  read: (nowMs: number) => Value,
): Value {
  const now = () => read(Date.now())
  return useSyncExternalStore(ticker.subscribe, now, now)
}
