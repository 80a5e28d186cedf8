import * as z from 'zod/mini'

const messageSchema = z.tuple([
  z.nullish(z.string()),
  z.nullish(z.string()),
  z.string(),
  z.string(),
  z.unknown(),
])

/** The memory backend's end of the live channel. */
export interface MemorySockets {
  /** What the client takes as its realtime `transport`. */
  transport: typeof WebSocket
  /** Sends an event to everyone who joined the topic. */
  broadcast(topic: string, event: string, payload: unknown): void
}

/**
 * Makes sockets that reach nothing. Live ones answer as Realtime does: they take part in any topic, and hear of what the backend changes.
 * Others close instead of opening, so that the hub polls.
 */
export function createMemorySockets(live: boolean): MemorySockets {
  const open = new Set<MemorySocket>()

  class MemorySocket extends EventTarget {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSING = 2
    readonly CLOSED = 3
    readyState: 0 | 1 | 2 | 3 = 0
    readonly protocol = ''
    readonly extensions = ''
    readonly bufferedAmount = 0
    binaryType: BinaryType = 'arraybuffer'
    readonly url: string
    onopen: ((event: Event) => void) | null = null
    onmessage: ((event: MessageEvent) => void) | null = null
    onclose: ((event: Event) => void) | null = null
    onerror: ((event: Event) => void) | null = null
    readonly topics = new Map<string, string | null | undefined>()

    constructor(url: string | URL) {
      super()
      this.url = String(url)
      queueMicrotask(() => {
        if (this.readyState !== 0) return
        if (!live) return this.close()
        this.readyState = 1
        open.add(this)
        this.onopen?.(new Event('open'))
      })
    }

    hear(message: readonly unknown[]): void {
      this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }))
    }

    send(data: unknown): void {
      const message = typeof data === 'string' ? messageSchema.safeParse(JSON.parse(data)) : null
      if (!message?.success) return
      const [joinRef, ref, topic, event] = message.data
      if (event === 'phx_join') this.topics.set(topic, joinRef)
      if (event === 'phx_leave') this.topics.delete(topic)
      const reply = { status: 'ok', response: event === 'phx_join' ? { postgres_changes: [] } : {} }
      queueMicrotask(() => this.hear([joinRef ?? null, ref ?? null, topic, 'phx_reply', reply]))
    }

    close(): void {
      if (this.readyState === 3) return
      this.readyState = 3
      open.delete(this)
      queueMicrotask(() => this.onclose?.(new Event('close')))
    }
  }

  return {
    transport: MemorySocket,
    broadcast(topic, event, payload) {
      const name = `realtime:${topic}`
      for (const socket of open)
        if (socket.topics.has(name))
          socket.hear([null, null, name, 'broadcast', { type: 'broadcast', event, payload }])
    },
  }
}
