import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js'

/** How long to wait before a lost topic is joined again, in milliseconds: doubled each time, up to the last. */
const FIRST_WAIT_MS = 500
const LAST_WAIT_MS = 30_000

/** One topic, joined for as long as somebody listens. */
export interface LiveTopicConnection {
  isJoined(): boolean
  /** Joins at once where the topic is not joined: a token was renewed, for example. */
  retry(): void
  leave(): void
}

/** What {@link joinTopic} takes. */
export interface JoinTopicOptions {
  supabase: SupabaseClient
  /** Such as `user:<id>`. */
  topic: string
  events: readonly string[]
  onEvent(event: string, payload: unknown): void
  /** The topic is joined, for the first time or again. */
  onJoined(): void
  /** The topic is lost; it is joined again after a while. */
  onLost(): void
}

/**
 * Joins a private topic and joins it again whenever it is lost. The client joins again by itself after a broken socket, but never after the server
 * has closed a channel, as it does when a token expires.
 */
export function joinTopic(options: JoinTopicOptions): LiveTopicConnection {
  const { supabase, topic, events, onEvent, onJoined, onLost } = options
  let channel: RealtimeChannel | null = null
  let joined = false
  let losses = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function drop(): void {
    const dropped = channel
    channel = null
    if (dropped) void supabase.removeChannel(dropped)
  }

  function lose(): void {
    joined = false
    onLost()
    clearTimeout(timer)
    timer = setTimeout(open, Math.min(FIRST_WAIT_MS * 2 ** losses++, LAST_WAIT_MS))
  }

  function open(): void {
    clearTimeout(timer)
    drop()
    const opened = supabase.channel(topic, { config: { private: true } })
    channel = opened
    for (const event of events)
      opened.on('broadcast', { event }, ({ payload }: { payload?: unknown }) => onEvent(event, payload))
    opened.subscribe((next) => {
      const state: string = next
      if (channel !== opened) return
      if (state !== 'SUBSCRIBED') return lose()
      clearTimeout(timer)
      losses = 0
      joined = true
      onJoined()
    })
  }

  open()
  return {
    isJoined: () => joined,
    retry() {
      if (joined) return
      losses = 0
      open()
    },
    leave() {
      clearTimeout(timer)
      joined = false
      drop()
    },
  }
}
