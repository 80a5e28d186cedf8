import type { SupabaseClient } from '@supabase/supabase-js'

/** Who is signed in, for whatever must not outlast them. */
export interface Session {
  /** The user's id, null for nobody, undefined before it is known. */
  userId(): string | null | undefined
  /** Hears of another user, or none. Not of the first one that becomes known. Returns what stops it. */
  onChange(listener: (userId: string | null) => void): () => void
  /** Hears of the user as soon as it is known, and of every other. Returns what stops it. */
  onKnown(listener: (userId: string | null) => void): () => void
  close(): void
}

/** Watches a client's session. */
export function createSession(supabase: SupabaseClient): Session {
  const changed = new Set<(userId: string | null) => void>()
  const known = new Set<(userId: string | null) => void>()
  let userId: string | null | undefined
  const { data } = supabase.auth.onAuthStateChange((_event, session) => {
    const next = session?.user.id ?? null
    if (userId === next) return
    const isFirst = userId === undefined
    userId = next
    if (!isFirst) for (const listener of changed) listener(next)
    for (const listener of known) listener(next)
  })
  return {
    userId: () => userId,
    onChange(listener) {
      changed.add(listener)
      return () => changed.delete(listener)
    },
    onKnown(listener) {
      known.add(listener)
      if (userId !== undefined) listener(userId)
      return () => known.delete(listener)
    },
    close: () => data.subscription.unsubscribe(),
  }
}
