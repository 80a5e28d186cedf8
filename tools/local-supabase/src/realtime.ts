import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type postgres from 'postgres'
import { WebSocketServer, type WebSocket } from 'ws'
import { claimsOf, type Claims } from './keys.ts'
import { decodeFrame, encodeFrame, type Frame } from './realtime-frames.ts'

interface Channel {
  claims: Claims
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

/** Broadcast over Phoenix channels: between clients, and from the database through `realtime.send`. */
export interface RealtimeServer {
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): void
}

const prefix = 'realtime:'

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Asks row level security of `realtime.messages` what a caller may do on a private topic, with rows that are rolled back. */
async function authorize(
  admin: postgres.Sql,
  claims: Claims,
  topic: string,
): Promise<{ canRead: boolean; canWrite: boolean }> {
  const rights = { canRead: false, canWrite: false }
  const done = new Error('rolled back')
  await admin
    .begin(async (sql) => {
      await sql`insert into realtime.messages (topic, extension, private) values (${topic}, 'broadcast', true)`
      await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('request.jwt.claim.sub', ${text(claims['sub'])}, true),
        set_config('realtime.topic', ${topic}, true), set_config('role', ${text(claims['role']) || 'anon'}, true)`
      rights.canRead = (await sql`select 1 from realtime.messages where topic = ${topic} limit 1`).length > 0
      await sql
        .savepoint(
          (inner) =>
            inner`insert into realtime.messages (topic, extension, private) values (${topic}, 'broadcast', true)`,
        )
        .then(
          () => (rights.canWrite = true),
          () => undefined,
        )
      throw done
    })
    .catch((error: unknown) => {
      if (error !== done) throw error
    })
  return rights
}

/** Starts the Realtime server on a superuser's connection. */
export async function startRealtime({
  admin,
  log,
}: {
  admin: postgres.Sql
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
    if (claims === null)
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
    socket.channels.set(frame.topic, { claims, isPrivate, ...rights, receivesOwn: self, acknowledges: ack })
    reply(socket, frame, 'ok', { postgres_changes: [] })
    send(socket, { joinRef: null, ref: null, topic: frame.topic, event: 'presence_state', payload: {} })
  }

  async function onFrame(socket: Socket, frame: Frame): Promise<void> {
    const channel = socket.channels.get(frame.topic)
    switch (frame.event) {
      case 'heartbeat':
        return reply(socket, frame, 'ok')
      case 'phx_join':
        return join(socket, frame)
      case 'phx_leave':
        socket.channels.delete(frame.topic)
        return reply(socket, frame, 'ok')
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
        ws.on('close', () => sockets.delete(entry))
        ws.on('error', () => undefined)
      })
    },
    stop() {
      for (const { ws } of sockets) ws.terminate()
      server.close()
    },
  }
}
