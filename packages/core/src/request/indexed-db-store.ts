import type { KeyValueStore } from './persistence.ts'

const STORE = 'results'

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed.')))
  })
}

/** Keeps text in IndexedDB: for more than localStorage's 5 MB. Where there is none, each call rejects. Other tabs hear of changes through a BroadcastChannel. */
export function indexedDbStore(name = 'headwater'): KeyValueStore {
  let opening: Promise<IDBDatabase> | null = null
  function open(): Promise<IDBDatabase> {
    opening ??= (async () => {
      const request = indexedDB.open(name, 1)
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE))
      const database = await settled(request)
      // Another tab wants to delete or change the database: nothing of ours holds it up.
      database.addEventListener('versionchange', () => database.close())
      database.addEventListener('close', () => (opening = null))
      return database
    })()
    opening.catch(() => (opening = null))
    return opening
  }
  const storeOf = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
    (await open()).transaction(STORE, mode).objectStore(STORE)
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  // In Node a channel keeps the process alive.
  if (channel && 'unref' in channel && typeof channel.unref === 'function') channel.unref()
  return {
    async get(key) {
      const value: unknown = await settled((await storeOf('readonly')).get(key))
      return typeof value === 'string' ? value : null
    },
    async set(key, value) {
      await settled((await storeOf('readwrite')).put(value, key))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
      channel?.postMessage(key)
    },
    async remove(key) {
      await settled((await storeOf('readwrite')).delete(key))
    },
    async keys() {
      return (await settled((await storeOf('readonly')).getAllKeys())).map(String)
    },
    subscribe(listener) {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        if (typeof data === 'string') listener(data)
      }
      channel?.addEventListener('message', hear)
      return () => channel?.removeEventListener('message', hear)
    },
  }
}
