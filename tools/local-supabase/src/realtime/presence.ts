/** What one client says of itself on a topic. */
type Meta = Readonly<Record<string, unknown>> & { phx_ref: string }

type State = Record<string, { metas: Meta[] }>

/** Who is on which topic. */
export interface Presence {
  stateOf(topic: string): State
  /** Says that a client is there, instead of what it said before. */
  track(client: object, at: { topic: string; key: string }, meta: unknown): void
  /** Says that a client is gone. */
  untrack(client: object): void
}

/** Keeps presence in memory and says what changes. */
export function createPresence(
  onChange: (topic: string, change: { joins: State; leaves: State }) => void,
): Presence {
  const entries = new Map<object, { topic: string; key: string; meta: Meta }>()
  let count = 0

  function untrack(client: object): void {
    const entry = entries.get(client)
    if (!entries.delete(client) || !entry) return
    onChange(entry.topic, { joins: {}, leaves: { [entry.key]: { metas: [entry.meta] } } })
  }

  return {
    untrack,
    track(client, { topic, key }, meta) {
      untrack(client)
      const values = typeof meta === 'object' && meta !== null ? meta : {}
      const entry = { topic, key, meta: { ...values, phx_ref: `local-${++count}` } }
      entries.set(client, entry)
      onChange(topic, { joins: { [key]: { metas: [entry.meta] } }, leaves: {} })
    },
    stateOf(topic) {
      const state: State = {}
      for (const entry of entries.values()) {
        if (entry.topic === topic) (state[entry.key] ??= { metas: [] }).metas.push(entry.meta)
      }
      return state
    },
  }
}
