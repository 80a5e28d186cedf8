import type { SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import type { LiveHandler } from './live-handler.ts'
import { openLiveSession, type LiveSession } from './live-session.ts'
import { createLiveStatusStore, type LiveStatusStore } from './live-status.ts'
import { readAgencyId } from './read-agency-id.ts'

/** Keeps the cache up to date while somebody watches. */
export interface LiveClient {
  status: LiveStatusStore
  /**
   * Says what an event does to the cache. A feature registers its own; one registered after the topics were joined joins them again.
   *
   * @returns What ends it.
   */
  on(handler: LiveHandler): () => void
  /**
   * Joins the topics of the signed-in user and of their agency, and follows a change of user. A topic that is lost is joined again, and what
   * changed meanwhile is read before the status is `live`.
   *
   * @returns What leaves them; the last one out closes the channels.
   */
  connect(): () => void
  /** Leaves the topics, whoever is still connected. */
  close(): void
}

/** Makes `hub.live`. */
export function createLiveClient(options: {
  supabase: SupabaseClient
  queryClient: QueryClient
}): LiveClient {
  const { supabase, queryClient } = options
  const status = createLiveStatusStore()
  const handlers = new Set<LiveHandler>()
  let users = 0
  let session: LiveSession | null = null
  let stopWatching: (() => void) | null = null

  function leave(): void {
    session?.close()
    session = null
  }

  function join(userId: string): void {
    leave()
    session = openLiveSession({
      supabase,
      queryClient,
      userId,
      handlers: [...handlers],
      readAgencyId: (id) => readAgencyId(supabase, id),
      setStatus: status.set,
    })
  }

  function follow(userId: string | null, event: string): void {
    if (userId === null) return leave()
    if (session?.userId !== userId) return join(userId)
    if (event === 'TOKEN_REFRESHED') session.retry()
  }

  function stop(): void {
    stopWatching?.()
    stopWatching = null
    leave()
  }

  const moved: LiveHandler = {
    topics: ['user'],
    event: 'user_profiles',
    queryKeys: [],
    apply() {
      session?.readAgency()
      return [['headwater']]
    },
  }
  handlers.add(moved)

  return {
    status,
    on(handler) {
      if (handlers.has(handler)) return () => handlers.delete(handler)
      handlers.add(handler)
      if (session) join(session.userId)
      return () => handlers.delete(handler)
    },
    connect() {
      users++
      if (users === 1) {
        const { data } = supabase.auth.onAuthStateChange((event, next) =>
          follow(next?.user.id ?? null, event),
        )
        stopWatching = () => data.subscription.unsubscribe()
      }
      let connected = true
      return () => {
        if (!connected) return
        connected = false
        users--
        if (users === 0) stop()
      }
    },
    close: stop,
  }
}
