import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { DEFAULT_MAX_IMPORT_BYTES } from '../contracts/index.ts'
import type { SendFile } from '../features/imports/index.ts'
import { createMemoryApi } from './memory-api.ts'
import { answerAuth, createMemorySessions } from './memory-auth.ts'
import { createMemoryImports, type MemoryImportPace } from './memory-import-run.ts'
import { createMemorySockets } from './memory-socket.ts'
import { createMemorySend, createMemoryStorage } from './memory-storage.ts'
import { createMemoryStore, type MemoryData, type MemoryUser } from './memory-store.ts'
import { sampleUser } from './sample-data.ts'

/** What {@link createMemorySupabase} takes. */
export interface MemorySupabaseOptions extends MemoryData, Partial<MemoryImportPace> {
  /** Who is signed in from the start, or null for nobody. @default sampleUser */
  user?: MemoryUser | null
  /** How long each answer takes, in milliseconds. @default 0 */
  latencyMs?: number
  /** The largest file that an import takes, in bytes. @default 10_485_760 */
  maxImportBytes?: number
  /** `live` pushes what changes, as Realtime does; `down` never connects, so that the hub polls. @default 'live' */
  realtime?: 'live' | 'down'
  /** Answers a request in the backend's place, or throws as a lost connection does; null lets it through. */
  fail?: (request: Request) => Response | null | Promise<Response | null>
}

const URL_OF_NOTHING = 'http://headwater.invalid'
const senders = new WeakMap<SupabaseClient, SendFile>()

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

/**
 * Makes a real supabase-js client whose requests a backend in memory answers, in the wire format of the data hub's API, of Storage and of Auth: for
 * stories, and for the tests of an app that shows the hub. Imports progress by themselves, through the same engines as the import worker's.
 * Nothing leaves the page. The rows that it is given are copied.
 *
 * @example
 * const model = sampleModel()
 * const supabase = createMemorySupabase({ models: [model], records: sampleRecords(model, 50), latencyMs: 200 })
 * const hub = createHub({ supabase, send: memorySend(supabase) })
 */
export function createMemorySupabase(options: MemorySupabaseOptions = {}): SupabaseClient {
  const { latencyMs = 0, fail, user = sampleUser } = options
  const sockets = createMemorySockets(options.realtime !== 'down')
  const store = createMemoryStore(options, {
    user: user ?? sampleUser,
    maxImportBytes: options.maxImportBytes ?? DEFAULT_MAX_IMPORT_BYTES,
    broadcast: (event, payload) => sockets.broadcast(`user:${store.user.id}`, event, payload),
  })
  const imports = createMemoryImports(store, {
    stepMs: options.stepMs ?? 100,
    rowsPerStep: options.rowsPerStep ?? 100,
  })
  const answerApi = createMemoryApi(store, imports)
  const answerStorage = createMemoryStorage(store)

  async function answer(request: Request): Promise<Response> {
    const failed = await fail?.(request.clone())
    if (failed) return failed
    const { pathname } = new URL(request.url)
    const [, service = '', path = ''] =
      /^\/(functions\/v1\/data-hub-api|storage\/v1|auth\/v1)(\/.*)?$/.exec(pathname) ?? []
    if (service === 'functions/v1/data-hub-api') return answerApi(request, path)
    if (service === 'storage/v1') return answerStorage(request, path)
    if (service === 'auth/v1') return answerAuth(store.user, request, path)
    if (pathname === '/rest/v1/user_profiles') return Response.json([{ agency_id: store.user.agencyId }])
    return Response.json({ message: `The memory backend has no ${pathname}.` }, { status: 404 })
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    await wait(latencyMs, request.signal)
    return answer(request)
  }

  // A key of its own keeps clients in other tabs and stories from signing this one in or out.
  const storageKey = `headwater-memory-${crypto.randomUUID()}`
  const supabase: SupabaseClient = createClient(URL_OF_NOTHING, 'memory', {
    global: { fetch },
    realtime: { transport: sockets.transport },
    auth: {
      storageKey,
      storage: createMemorySessions(storageKey, user),
      persistSession: true,
      autoRefreshToken: false,
      detectSessionInUrl: false,
    },
  })
  senders.set(supabase, createMemorySend(fetch, latencyMs))
  return supabase
}

/**
 * Gives what `createHub` takes as `send`, so that uploads reach the memory backend too.
 * @throws Error when the client isn't one of {@link createMemorySupabase}
 */
export function memorySend(supabase: SupabaseClient): SendFile {
  const send = senders.get(supabase)
  if (!send) throw new Error('memorySend takes a client that createMemorySupabase made.')
  return send
}
