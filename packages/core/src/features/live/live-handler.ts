import type { QueryKey } from '@tanstack/query-core'

/** Whose topic an event arrives on: `user:<id>` or `agency:<id>`. */
export type LiveTopic = 'user' | 'agency'

/** What a pushed event does to the cache. */
export interface LiveHandler {
  topics: readonly LiveTopic[]
  /** The event's name, as the database sends it. */
  event: string
  /**
   * The queries that this event keeps up to date. They are read again after every join, because what happened before it was not pushed to us.
   */
  queryKeys: readonly QueryKey[]
  /** Patches the cache where the payload suffices, and returns the keys that have to be read again. Throws for a payload of the wrong shape. */
  apply(payload: unknown): readonly QueryKey[]
}
