import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type postgres from 'postgres'
import { WebSocketServer, type WebSocket } from 'ws'
import { claimsOf, type Claims } from '../keys.ts'
import { createChangeFeed, type ChangeListener, type ChangeSubscription } from './changes.ts'
import { decodeFrame, encodeFrame, type Frame } from './frames.ts'
import { createPresence } from './presence.ts'
import { authorize } from './rights.ts'

interface Channel {
  claims: Claims
  presenceKey: string
  subscriptions: readonly ChangeSubscription[]
  isPrivate: boolean
  canRead: boolean
  canWrite: boolean
  receivesOwn: boolean
  acknowledges: boolean
}

interface Socket {
  ws: WebSocket
  version: string
  claims: Claims
  channels: Map<string, Channel>
}

interface StoredMessage {
  id: string
  topic: string
  event: string
  payload: unknown
  private: boolean
}

/** Phoenix channels: broadcast between clients and from the database, presence, and changes of published tables. */
export interface RealtimeServer {
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Answers broadcasts that clients send by request. */
  fetch(request: Request, url: URL): Promise<Response>
  /** Closes every channel of a topic, as the hosted server does when a token expires. */
  closeChannels(topic: string): void
  /** How many channels listen to a topic. */
  countListeners(topic: string): number
  stop(): Promise<void>
}

interface SentMessages {
  messages: { topic: string; event: string; payload: unknown; private?: boolean }[]
}

const prefix = 'realtime:'

function isExpired({ exp }: Claims): boolean {
  return typeof exp === 'number' && exp < Date.now() / 1000
}

/** Starts the Realtime server on a superuser's connection. */
export async function startRealtime({
  admin,
  url,
  log,
}: {
  admin: postgres.Sql
  /** The same database, for a connection that replicates. */
  url: string
  log: (line: string) => void
}): Promise<RealtimeServer> {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const sockets = new Set<Socket>()

  function send(socket: Socket, frame: Frame): void {
    if (socket.ws.readyState === socket.ws.OPEN) socket.ws.send(encodeFrame(frame, socket.version))
  }

  function reply(
    socket: Socket,
    { topic, ref, joinRef }: Frame,
    status: 'ok' | 'error',
    response: object = {},
  ): void {
    send(socket, { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } })
  }

  function sendTo(topic: string, event: string, payload: object): void {
    for (const socket of sockets)
      if (socket.channels.has(topic)) send(socket, { joinRef: null, ref: null, topic, event, payload })
  }

  const presence = createPresence((topic, change) => sendTo(topic, 'presence_diff', change))

  /** The channels that listen to changes, as long as their token lives. */
  function changeListeners(): ChangeListener[] {
    return [...sockets].flatMap((socket) =>
      [...socket.channels]
        .filter(([, { subscriptions, claims }]) => subscriptions.length > 0 && !isExpired(claims))
        .map(([topic, { subscriptions, claims }]) => ({
          claims,
          subscriptions,
          send: (payload) =>
            send(socket, { joinRef: null, ref: null, topic, event: 'postgres_changes', payload }),
        })),
    )
  }

  const changes = createChangeFeed({ admin, url, listeners: changeListeners, log })

  function leave(socket: Socket, topic: string): void {
    const channel = socket.channels.get(topic)
    if (channel) presence.untrack(channel)
    socket.channels.delete(topic)
  }

  function broadcast(
    topic: string,
    event: string,
    payload: unknown,
    { isPrivate, except }: { isPrivate: boolean; except?: Channel },
  ): void {
    for (const socket of sockets) {
      const channel = socket.channels.get(prefix + topic)
      if (!channel?.canRead || channel.isPrivate !== isPrivate || channel === except) continue
      send(socket, {
        joinRef: null,
        ref: null,
        topic: prefix + topic,
        event: 'broadcast',
        payload: { type: 'broadcast', event, payload },
      })
    }
  }

  async function join(socket: Socket, frame: Frame): Promise<void> {
    const { config = {}, access_token: token } = frame.payload
    const claims = token === undefined ? socket.claims : claimsOf(token)
    if (claims === null || isExpired(claims))
      return reply(socket, frame, 'error', { reason: 'InvalidJWTToken: Token has expired or is invalid' })
    const topic = frame.topic.slice(prefix.length)
    const isPrivate = config.private === true
    const rights = isPrivate ? await authorize(admin, claims, topic) : { canRead: true, canWrite: true }
    if (!rights.canRead && !rights.canWrite) {
      return reply(socket, frame, 'error', {
        reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
      })
    }
    const { self = false, ack = false } = config.broadcast ?? {}
    const wanted = config.postgres_changes ?? []
    const subscriptions = wanted.length === 0 ? [] : await changes.subscribe(wanted)
    leave(socket, frame.topic)
    socket.channels.set(frame.topic, {
      claims,
      isPrivate,
      ...rights,
      subscriptions,
      presenceKey: config.presence?.key || crypto.randomUUID(),
      receivesOwn: self,
      acknowledges: ack,
    })
    reply(socket, frame, 'ok', {
      postgres_changes: subscriptions.map((subscription) => ({
        id: subscription.id,
        ...subscription.wanted,
      })),
    })
    const tell = (event: string, payload: object): void =>
      send(socket, { joinRef: null, ref: null, topic: frame.topic, event, payload })
    tell('presence_state', presence.stateOf(frame.topic))
    if (subscriptions.length > 0)
      tell('system', {
        status: 'ok',
        channel: topic,
        extension: 'postgres_changes',
        message: 'Subscribed to PostgreSQL',
      })
  }

  async function onFrame(socket: Socket, frame: Frame): Promise<void> {
    const channel = socket.channels.get(frame.topic)
    switch (frame.event) {
      case 'heartbeat':
        return reply(socket, frame, 'ok')
      case 'phx_join':
        return join(socket, frame).catch((error: unknown) =>
          reply(socket, frame, 'error', { reason: error instanceof Error ? error.message : String(error) }),
        )
      case 'phx_leave':
        leave(socket, frame.topic)
        return reply(socket, frame, 'ok')
      case 'presence': {
        if (!channel?.canWrite) return
        const { event, payload } = frame.payload
        if (event === 'track')
          presence.track(channel, { topic: frame.topic, key: channel.presenceKey }, payload)
        else presence.untrack(channel)
        return reply(socket, frame, 'ok')
      }
      case 'access_token':
        if (channel) channel.claims = claimsOf(frame.payload.access_token) ?? channel.claims
        return
      case 'broadcast': {
        if (!channel?.canWrite) return
        const except = channel.receivesOwn ? {} : { except: channel }
        broadcast(frame.topic.slice(prefix.length), frame.payload.event ?? '', frame.payload.payload, {
          isPrivate: channel.isPrivate,
          ...except,
        })
        if (channel.acknowledges) reply(socket, frame, 'ok')
      }
    }
  }

  await admin.listen('realtime_messages', (id) => {
    void admin<
      StoredMessage[]
    >`select id, topic, event, payload, private from realtime.messages where id = ${id}`.then(
      ([message]) => {
        if (message) broadcast(message.topic, message.event, message.payload, { isPrivate: message.private })
      },
      (error: unknown) => log(`[realtime] ${String(error)}`),
    )
  })

  return {
    onUpgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const claims = claimsOf(url.searchParams.get('apikey'))
      if (!url.pathname.startsWith('/realtime/v1/') || claims === null) {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        const entry: Socket = {
          ws,
          version: url.searchParams.get('vsn') ?? '1.0.0',
          claims,
          channels: new Map(),
        }
        sockets.add(entry)
        // Joins take a query: the chain keeps a socket's messages in order.
        let chain = Promise.resolve()
        ws.on('message', (data: Buffer, isBinary) => {
          chain = chain
            .then(() => onFrame(entry, decodeFrame(data, isBinary)))
            .catch((error: unknown) => log(`[realtime] ${String(error)}`))
        })
        ws.on('close', () => {
          sockets.delete(entry)
          for (const topic of entry.channels.keys()) leave(entry, topic)
        })
        ws.on('error', () => undefined)
      })
    },
    async fetch(request, url) {
      const token = request.headers.get('authorization')?.replace(/^Bearer /, '')
      const claims = claimsOf(token) ?? claimsOf(request.headers.get('apikey'))
      if (claims === null) return Response.json({ message: 'Unauthorized' }, { status: 401 })
      const parts = /^\/realtime\/v1\/api\/broadcast(?:\/([^/]+)\/events\/([^/]+))?$/.exec(url.pathname)
      if (request.method !== 'POST' || !parts) return Response.json({ message: 'Not found' }, { status: 404 })
      const [, oneTopic, oneEvent] = parts
      const { messages }: SentMessages =
        oneTopic === undefined
          ? await request.json()
          : {
              messages: [
                {
                  topic: decodeURIComponent(oneTopic),
                  event: decodeURIComponent(oneEvent ?? ''),
                  payload: await request.json(),
                  private: url.searchParams.get('private') === 'true',
                },
              ],
            }
      for (const { topic, event, payload, private: isPrivate = false } of messages) {
        const canWrite = !isPrivate || (await authorize(admin, claims, topic)).canWrite
        if (canWrite) broadcast(topic, event, payload, { isPrivate })
        else if (oneTopic !== undefined) return Response.json({ message: 'Unauthorized' }, { status: 403 })
      }
      return new Response(null, { status: 202 })
    },
    closeChannels(topic) {
      sendTo(prefix + topic, 'phx_close', {})
      for (const socket of sockets) leave(socket, prefix + topic)
    },
    countListeners: (topic) => [...sockets].filter(({ channels }) => channels.has(prefix + topic)).length,
    async stop() {
      for (const { ws } of sockets) ws.terminate()
      server.close()
      await changes.stop()
    },
  }
}
