import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET,POST,PATCH,PUT,DELETE,HEAD,OPTIONS',
  'access-control-expose-headers': '*',
  'access-control-max-age': '86400',
}

/** Answers one path prefix. */
export type Route = (request: Request, url: URL) => Promise<Response>

/** What the gateway stands in front of. */
export interface GatewayOptions {
  /** Path prefix to its server; the first match answers. */
  routes: Readonly<Record<string, Route>>
  /** Functions answer requests whole, with their own CORS. */
  functions: (request: IncomingMessage, response: ServerResponse) => void
  onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** Serves all of a project's APIs on one port, as a hosted project does. */
export function createGateway({ routes, functions, onUpgrade }: GatewayOptions): Server {
  async function answer(request: Request): Promise<Response> {
    if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) {
      // A star doesn't cover the header Authorization.
      const wanted = request.headers.get('access-control-request-headers') ?? '*'
      return new Response(null, {
        status: 204,
        headers: { ...cors, 'access-control-allow-headers': wanted },
      })
    }
    const url = new URL(request.url)
    const route = Object.entries(routes).find(([prefix]) => url.pathname.startsWith(prefix))?.[1]
    const response = route
      ? await route(request, url)
      : Response.json({ message: 'No such path.' }, { status: 404 })
    const open = new Response(response.body, response)
    for (const [name, value] of Object.entries(cors))
      if (!open.headers.has(name)) open.headers.set(name, value)
    return open
  }
  const listener = getRequestListener(answer, { overrideGlobalObjects: false })
  const server = createServer({ maxHeaderSize: 65_536, requestTimeout: 0 }, (request, response) => {
    if (request.url?.startsWith('/functions/v1/')) functions(request, response)
    else void listener(request, response)
  })
  server.on('upgrade', onUpgrade)
  return server
}
