import type { KeyValueStore } from './persistence.ts'

/** Keeps text in a page's localStorage. Where there is none, or it is disabled, each call rejects. */
export function localStorageStore(storage: () => Storage = () => globalThis.localStorage): KeyValueStore {
  return {
    get: async (key) => storage().getItem(key),
    set: async (key, value) => storage().setItem(key, value),
    remove: async (key) => storage().removeItem(key),
    keys: async () => {
      const from = storage()
      return Array.from({ length: from.length }, (_, index) => from.key(index) ?? '')
    },
    subscribe(listener) {
      if (typeof addEventListener !== 'function') return () => undefined
      // The browser sends this to the other tabs alone.
      const hear = (event: Event): void => {
        if ('key' in event && typeof event.key === 'string' && 'newValue' in event && event.newValue !== null)
          listener(event.key)
      }
      addEventListener('storage', hear)
      return () => removeEventListener('storage', hear)
    },
  }
}
