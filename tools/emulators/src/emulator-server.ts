import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** An answer on its way: a status, headers and a body that is text already. */
export interface EmulatorAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  body: string
}

/** A request with its body read. */
export interface EmulatorRequest {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
  /** Aborted when the caller hangs up. */
  signal: AbortSignal
}

/** Answers a request; null leaves it without an answer for ever, `destroy` cuts the connection. */
export type EmulatorHandler = (request: EmulatorRequest) => Promise<EmulatorAnswer | 'hang' | 'destroy'>

/** A server on loopback. */
export interface EmulatorServer extends AsyncDisposable {
  url: string
  stop(): Promise<void>
}

/** An answer of JSON. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): EmulatorAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** Waits, or ends early when the caller is gone. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}

/** Serves a handler on a port of its own, or on the given one. */
export async function serveEmulator(handler: EmulatorHandler, port = 0): Promise<EmulatorServer> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const body = await readBody(request)
    const url = new URL(request.url ?? '/', 'http://emulator.invalid')
    const result = await handler({
      method: request.method ?? 'GET',
      url,
      headers: request.headers,
      body,
      signal: gone.signal,
    })
    if (gone.signal.aborted || result === 'hang') return
    if (result === 'destroy') return void request.socket.destroy()
    response.writeHead(result.status, result.headers)
    response.end(result.body)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  async function stop(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url: `http://127.0.0.1:${taken}`, stop, [Symbol.asyncDispose]: stop }
}
