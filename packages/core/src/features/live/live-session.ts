import type { SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import { gatherKeys } from './gather-keys.ts'
import type { LiveHandler, LiveTopic } from './live-handler.ts'
import type { LiveStatus } from './live-status.ts'
import { joinTopic, type LiveTopicConnection } from './live-topic.ts'
import { readGap } from './read-gap.ts'

/** How long to wait before an agency that could not be read is asked for again, in milliseconds. */
const AGENCY_RETRY_MS = 5000

/** The topics of one signed-in user. */
export interface LiveSession {
  userId: string
  /** Joins again what is not joined. */
  retry(): void
  /** Joins the agency's topic again: the user may have moved to another one. */
  readAgency(): void
  close(): void
}

/** What {@link openLiveSession} takes. */
export interface LiveSessionOptions {
  supabase: SupabaseClient
  queryClient: QueryClient
  userId: string
  handlers: readonly LiveHandler[]
  /** Reads the user's agency, or null where they have none. */
  readAgencyId: (userId: string) => Promise<string | null>
  setStatus: (status: LiveStatus) => void
}

/** Joins the topics of a user and of their agency, and keeps them joined. */
export function openLiveSession(options: LiveSessionOptions): LiveSession {
  const { supabase, queryClient, userId, handlers, readAgencyId, setStatus } = options
  const gatherer = gatherKeys(queryClient)
  const queryKeys = handlers.flatMap((handler) => handler.queryKeys)
  const topics = new Map<LiveTopic, { name: string; connection: LiveTopicConnection }>()
  let agencyTimer: ReturnType<typeof setTimeout> | undefined
  let hasAgency = true
  let reading = 0
  let asking = 0
  let closed = false

  const isComplete = (): boolean =>
    topics.size === (hasAgency ? 2 : 1) &&
    [...topics.values()].every(({ connection }) => connection.isJoined())

  function hear(event: string, payload: unknown): void {
    for (const handler of handlers.filter((candidate) => candidate.event === event)) {
      try {
        gatherer.add(handler.apply(payload))
      } catch {
        // Another version's payload still says that something changed.
        gatherer.add(handler.queryKeys)
      }
    }
  }

  /** Nothing is called live before the gap has been read. */
  async function catchUp(): Promise<void> {
    const mine = ++reading
    if (!isComplete()) return
    await readGap(queryClient, queryKeys)
    if (!closed && mine === reading && isComplete()) setStatus('live')
  }

  function join(topic: LiveTopic, name: string): void {
    const before = topics.get(topic)
    if (before?.name === name) return before.connection.retry()
    before?.connection.leave()
    const events = handlers.filter(({ topics: wanted }) => wanted.includes(topic)).map(({ event }) => event)
    const connection = joinTopic({
      supabase,
      topic: name,
      events: [...new Set(events)],
      onEvent: hear,
      onJoined: () => void catchUp(),
      onLost: () => {
        reading++
        setStatus('polling')
      },
    })
    topics.set(topic, { name, connection })
  }

  async function joinAgency(): Promise<void> {
    clearTimeout(agencyTimer)
    const mine = ++asking
    // A later question, after the user moved, has the newer answer.
    const isOver = (): boolean => closed || mine !== asking
    try {
      const agencyId = await readAgencyId(userId)
      if (isOver()) return
      hasAgency = agencyId !== null
      if (agencyId !== null) return join('agency', `agency:${agencyId}`)
      topics.get('agency')?.connection.leave()
      topics.delete('agency')
      await catchUp()
    } catch {
      if (isOver()) return
      setStatus('polling')
      agencyTimer = setTimeout(() => void joinAgency(), AGENCY_RETRY_MS)
    }
  }

  setStatus('connecting')
  join('user', `user:${userId}`)
  void joinAgency()
  return {
    userId,
    retry: () => topics.forEach(({ connection }) => connection.retry()),
    readAgency: () => void joinAgency(),
    close() {
      closed = true
      clearTimeout(agencyTimer)
      gatherer.clear()
      for (const { connection } of topics.values()) connection.leave()
      setStatus('off')
    },
  }
}
