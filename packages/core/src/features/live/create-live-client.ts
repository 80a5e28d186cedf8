import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import { applyEvent } from './apply-event.ts'
import { createLiveStatusStore, type LiveStatusStore } from './live-status.ts'

const events = ['import_jobs', 'data_models', 'records']

/** Keeps the cache up to date while somebody watches. */
export interface LiveClient {
  status: LiveStatusStore
  /** Joins the signed-in user's private channel, and follows a change of user. Returns what leaves it; the last one out closes the channel. */
  connect(): () => void
  /** Leaves the channel, whoever is still connected. */
  close(): void
}

/** Makes `hub.live`. */
export function createLiveClient(options: {
  supabase: SupabaseClient
  queryClient: QueryClient
}): LiveClient {
  const { supabase, queryClient } = options
  const status = createLiveStatusStore()
  let users = 0
  let channel: RealtimeChannel | null = null
  let topic: string | null = null
  let stopWatching: (() => void) | null = null

  function leave(): void {
    if (channel) void supabase.removeChannel(channel)
    channel = null
    topic = null
    status.set('off')
  }

  function join(userId: string): void {
    if (topic === `user:${userId}`) return
    leave()
    topic = `user:${userId}`
    status.set('connecting')
    const joined = supabase.channel(topic, { config: { private: true } })
    channel = joined
    for (const event of events)
      joined.on('broadcast', { event }, ({ payload }: { payload?: unknown }) => {
        // Without the schemas the cache still learns that what it holds may be old.
        import('../answers.ts').then(
          ({ answers }) => applyEvent(queryClient, { event, payload }, answers),
          () => void queryClient.invalidateQueries({ queryKey: ['headwater'] }),
        )
      })
    joined.subscribe((next) => {
      const state: string = next
      if (channel !== joined) return
      if (state !== 'SUBSCRIBED') return status.set('polling')
      // Whatever happened while the socket was down was not pushed.
      if (status.getSnapshot() === 'polling') void queryClient.invalidateQueries({ queryKey: ['headwater'] })
      status.set('live')
    })
  }

  function stop(): void {
    stopWatching?.()
    stopWatching = null
    leave()
  }

  return {
    status,
    connect() {
      users++
      if (users === 1) {
        const { data } = supabase.auth.onAuthStateChange((_event, session) => {
          if (session) join(session.user.id)
          else leave()
        })
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
