import type { Fetched } from './meta.ts'

/** Where text is kept by key: localStorage, IndexedDB, or anything else. Its calls may fail; that harms nothing. */
export interface KeyValueStore {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
  /** Hears of keys that another tab changed. Returns what stops it. */
  subscribe(listener: (key: string) => void): () => void
}

/** Whose data it is, and which. */
export interface PersistedKey {
  userId: string
  tenantId: string
  /** What was read, with its parameters. */
  name: string
}

/** A result as it was kept. Its data is unproven: whoever takes it validates it. */
export interface PersistedEntry {
  key: PersistedKey
  result: Fetched<unknown>
}

/** What {@link createPersistence} takes. */
export interface PersistenceOptions {
  store: KeyValueStore
  /** Entries of another version are deleted: raise it when the data's shape changes. @default 1 */
  version?: number
  /** Older entries are deleted, in milliseconds. @default 3_600_000 */
  maxAgeMs?: number
}

/** Whether results can be kept: not where storage is disabled or full. */
export type PersistenceState = 'working' | 'full' | 'unavailable'

/** Keeps results beyond the page's life, for one user and tenant at a time. Nothing that it does throws. */
export interface Persistence {
  save(key: PersistedKey, result: Fetched<unknown>): Promise<void>
  /** What is kept for a user. What others kept, and what can't be read, is deleted. */
  load(userId: string): Promise<PersistedEntry[]>
  /** Deletes one entry. */
  remove(key: PersistedKey): Promise<void>
  /** Deletes everything, or what one user keeps for other tenants than this. */
  clear(except?: { userId: string; tenantId: string }): Promise<void>
  /** Hears of results that another tab kept. Returns what stops it. */
  subscribe(listener: (entry: PersistedEntry) => void): () => void
  state(): PersistenceState
}

const PREFIX = 'headwater'

function textOfKey({ userId, tenantId, name }: PersistedKey): string {
  return [PREFIX, ...[userId, tenantId, name].map(encodeURIComponent)].join(':')
}

function keyOfText(text: string): PersistedKey | null {
  const [prefix, userId, tenantId, name, ...rest] = text.split(':')
  if (
    prefix !== PREFIX ||
    userId === undefined ||
    tenantId === undefined ||
    name === undefined ||
    rest.length > 0
  )
    return null
  try {
    return {
      userId: decodeURIComponent(userId),
      tenantId: decodeURIComponent(tenantId),
      name: decodeURIComponent(name),
    }
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function resultOf(text: string, version: number): Fetched<unknown> | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(value) || value['version'] !== version || !isRecord(value['meta'])) return null
  const { fetchedAt, asOf, warnings, durationMs } = value['meta']
  if (typeof fetchedAt !== 'string' || Number.isNaN(Date.parse(fetchedAt))) return null
  return {
    data: value['data'],
    meta: {
      source: 'cache',
      fetchedAt,
      ...(typeof asOf === 'string' ? { asOf } : {}),
      warnings: Array.isArray(warnings) ? warnings.map(String) : [],
      attempts: 0,
      durationMs: typeof durationMs === 'number' ? durationMs : 0,
    },
  }
}

/** Keeps results in a store. A store that is corrupt, full or disabled is the same as an empty one. */
export function createPersistence({
  store,
  version = 1,
  maxAgeMs = 3_600_000,
}: PersistenceOptions): Persistence {
  let state: PersistenceState = 'working'

  async function attempt<Value>(run: () => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await run()
    } catch {
      if (state === 'working') state = 'unavailable'
      return otherwise
    }
  }

  const ourKeys = async (): Promise<string[]> =>
    (await store.keys()).filter((key) => key.startsWith(`${PREFIX}:`))

  async function read(text: string): Promise<PersistedEntry | null> {
    const key = keyOfText(text)
    const result = key === null ? null : resultOf((await store.get(text)) ?? '', version)
    if (key === null || result === null) return null
    const ageMs = Date.now() - Date.parse(result.meta.fetchedAt)
    // An entry from the future was written before the clock was turned back: its age is not known.
    return ageMs > maxAgeMs || ageMs < -60_000 ? null : { key, result }
  }

  return {
    async save(key, { data, meta }) {
      const text = JSON.stringify({ version, data, meta })
      try {
        await store.set(textOfKey(key), text)
        state = 'working'
      } catch {
        // Full, most likely: what is kept already makes room once, oldest last known result or not.
        await attempt(async () => {
          for (const other of await ourKeys()) await store.remove(other)
          await store.set(textOfKey(key), text)
        }, undefined)
        if (state !== 'working') state = 'full'
      }
    },
    load: (userId) =>
      attempt(async () => {
        const entries: PersistedEntry[] = []
        for (const text of await ourKeys()) {
          const entry = await read(text)
          if (entry?.key.userId === userId) entries.push(entry)
          else await store.remove(text)
        }
        return entries
      }, []),
    remove: (key) => attempt(() => store.remove(textOfKey(key)), undefined),
    clear: (except) =>
      attempt(async () => {
        for (const text of await ourKeys()) {
          const key = keyOfText(text)
          if (except && key?.userId === except.userId && key.tenantId === except.tenantId) continue
          await store.remove(text)
        }
      }, undefined),
    subscribe: (listener) =>
      store.subscribe((text) => {
        if (!text.startsWith(`${PREFIX}:`)) return
        void attempt(async () => {
          const entry = await read(text)
          if (entry) listener(entry)
        }, undefined)
      }),
    state: () => state,
  }
}
