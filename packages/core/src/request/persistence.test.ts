import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { indexedDbStore } from './indexed-db-store.ts'
import { localStorageStore } from './local-storage-store.ts'
import type { Fetched } from './meta.ts'
import { createPersistence, type KeyValueStore } from './persistence.ts'

/** A page's localStorage with room for so many characters. */
class PageStorage implements Storage {
  readonly entries = new Map<string, string>()
  readonly room: number
  constructor(room = 5_000_000) {
    this.room = room
  }
  get length(): number {
    return this.entries.size
  }
  key(index: number): string | null {
    return [...this.entries.keys()][index] ?? null
  }
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    const others = [...this.entries].filter(([other]) => other !== key)
    const used = others.reduce((sum, [other, text]) => sum + other.length + text.length, 0)
    if (used + key.length + value.length > this.room) throw new DOMException('Full.', 'QuotaExceededError')
    this.entries.set(key, value)
  }
  removeItem(key: string): void {
    this.entries.delete(key)
  }
  clear(): void {
    this.entries.clear()
  }
}

const result = (data: unknown, ageMs = 0): Fetched<unknown> => ({
  data,
  meta: {
    source: 'network',
    fetchedAt: new Date(Date.now() - ageMs).toISOString(),
    warnings: [],
    attempts: 1,
    durationMs: 5,
  },
})
const key = (userId: string, name = 'kpi', tenantId = 'agency:1') => ({ userId, tenantId, name })

vi.stubGlobal('indexedDB', new IDBFactory())
let databases = 0
const stores: readonly [string, () => KeyValueStore][] = [
  [
    'localStorage',
    () => {
      const storage = new PageStorage()
      return localStorageStore(() => storage)
    },
  ],
  ['IndexedDB', () => indexedDbStore(`test-${databases++}`)],
]

describe.each(stores)('%s', (_name, makeStore) => {
  test('a result is there again for the same user, tenant and parameters', async () => {
    const store = makeStore()
    await createPersistence({ store }).save(key('ada', 'kpi?a,b'), result({ leads: 1 }))
    const entries = await createPersistence({ store }).load('ada')
    expect(entries).toMatchObject([
      { key: key('ada', 'kpi?a,b'), result: { data: { leads: 1 }, meta: { source: 'cache' } } },
    ])
  })

  test('another user gets nothing, and finds nothing left', async () => {
    const store = makeStore()
    await createPersistence({ store }).save(key('ada'), result('hers'))
    expect(await createPersistence({ store }).load('bob')).toEqual([])
    expect(await createPersistence({ store }).load('ada')).toEqual([])
  })

  test('everything goes on sign-out, and what another tenant left goes when the tenant changes', async () => {
    const store = makeStore()
    const persistence = createPersistence({ store })
    await persistence.save(key('ada', 'kpi', 'old'), result(1))
    await persistence.save(key('ada', 'kpi', 'new'), result(2))
    await persistence.clear({ userId: 'ada', tenantId: 'new' })
    expect((await persistence.load('ada')).map((entry) => entry.result.data)).toEqual([2])
    await persistence.clear()
    expect(await persistence.load('ada')).toEqual([])
  })

  test('what another version wrote, what is too old, from the future or corrupt is deleted', async () => {
    const store = makeStore()
    const persistence = createPersistence({ store, version: 2, maxAgeMs: 60_000 })
    await createPersistence({ store, version: 1 }).save(key('ada', 'version'), result(1))
    await persistence.save(key('ada', 'old'), result(1, 61_000))
    await persistence.save(key('ada', 'future'), result(1, -3_600_000))
    for (const [name, text] of Object.entries({
      half: '{"version":2,"da',
      list: '[]',
      empty: '',
      none: '{"version":2}',
    }))
      await store.set(`headwater:ada:agency:${name}`, text)
    await store.set('headwater:%E0%A4%A:x:y', '{}')
    await persistence.save(key('ada', 'good'), result(1))
    expect((await persistence.load('ada')).map((entry) => entry.key.name)).toEqual(['good'])
    expect(await store.keys()).toHaveLength(1)
  })

  test('what is not ours is left alone', async () => {
    const store = makeStore()
    await store.set('theirs', 'x')
    const persistence = createPersistence({ store })
    await persistence.load('ada')
    await persistence.clear()
    expect(await store.get('theirs')).toBe('x')
  })
})

describe('a storage that fails', () => {
  test('full: what is kept makes room, and a result that fits nowhere harms nothing', async () => {
    const storage = new PageStorage(600)
    const persistence = createPersistence({ store: localStorageStore(() => storage) })
    await persistence.save(key('ada', 'one'), result('x'.repeat(300)))
    await persistence.save(key('ada', 'two'), result('y'.repeat(300)))
    expect((await persistence.load('ada')).map((entry) => entry.key.name)).toEqual(['two'])
    expect(persistence.state()).toBe('working')
    await persistence.save(key('ada', 'three'), result('z'.repeat(900)))
    expect(persistence.state()).toBe('full')
    await persistence.save(key('ada', 'four'), result('w'))
    expect(persistence.state()).toBe('working')
  })

  test('disabled: it is as if nothing were kept', async () => {
    const persistence = createPersistence({
      store: localStorageStore(() => {
        throw new DOMException('Access is denied.', 'SecurityError')
      }),
    })
    await persistence.save(key('ada'), result(1))
    expect(await persistence.load('ada')).toEqual([])
    await persistence.clear()
    expect(persistence.state()).not.toBe('working')
  })
})

describe('two tabs', () => {
  beforeEach(() => {
    const target = new EventTarget()
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
    vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
    vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.stubGlobal('indexedDB', new IDBFactory())
  })

  test('localStorage: what one keeps, the other hears', async () => {
    const storage = new PageStorage()
    const persistence = createPersistence({ store: localStorageStore(() => storage) })
    const heard: unknown[] = []
    const stop = persistence.subscribe((entry) => heard.push(entry.result.data))
    await persistence.save(key('ada'), result('from the other tab'))
    const [text = ''] = storage.entries.keys()
    const tell = () =>
      dispatchEvent(Object.assign(new Event('storage'), { key: text, newValue: storage.getItem(text) }))
    tell()
    await vi.waitFor(() => expect(heard).toEqual(['from the other tab']))
    stop()
    tell()
    await Promise.resolve()
    expect(heard).toHaveLength(1)
  })

  test('IndexedDB: what one keeps, the other hears', async () => {
    const [one, other] = [indexedDbStore('shared'), indexedDbStore('shared')].map((store) =>
      createPersistence({ store }),
    )
    const heard: unknown[] = []
    const stop = other?.subscribe((entry) => heard.push(entry.result.data))
    await one?.save(key('ada'), result('from the other tab'))
    await vi.waitFor(() => expect(heard).toEqual(['from the other tab']))
    stop?.()
  })
})
