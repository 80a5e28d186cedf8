import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'

/** A way to a stack that breaks where a test wants it to. */
export interface BrokenLink extends AsyncDisposable {
  url: string
  /** Bytes of file that arrived here, by every PATCH and PUT. */
  readonly sentBytes: number
  /** Methods of the requests for uploads in parts, in their order. */
  readonly uploads: readonly string[]
  /** Breaks the connection that carries the byte with this number, once. */
  breakAt(byte: number): void
}

/** Opens a link to the address of a stack. */
export async function openBrokenLink(target: string): Promise<BrokenLink> {
  let sentBytes = 0
  let breaksAt = Infinity
  const uploads: string[] = []
  let url = ''

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = 'GET', url: path = '/', headers } = incoming
    if (path.includes('/upload/resumable')) uploads.push(method)
    const onward = request(new URL(path, target), { method, headers }, (answer) => {
      const { location } = answer.headers
      const told = location === undefined ? {} : { location: location.replace(target, url) }
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...told })
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.destroy())
    if (method === 'PATCH' || method === 'PUT')
      incoming.on('data', (bytes: Buffer) => {
        sentBytes += bytes.length
        if (sentBytes < breaksAt) return
        breaksAt = Infinity
        incoming.destroy()
        onward.destroy()
      })
    incoming.pipe(onward)
  }

  const server = createServer(pass)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  url = `http://127.0.0.1:${address.port}`
  return {
    url,
    get sentBytes() {
      return sentBytes
    },
    uploads,
    breakAt(byte) {
      breaksAt = byte
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
