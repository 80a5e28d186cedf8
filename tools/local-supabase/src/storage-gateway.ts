import { JWT_SECRET, verifyJwt } from './keys.ts'

type Fetch = (request: Request) => Promise<Response>

const prefix = '/storage/v1'
const uploadPath = /^\/storage\/v1\/object\/(?!sign\/|list\/|move|copy|info\/)/

function problem(status: number, error: string, message: string): Response {
  return Response.json({ statusCode: String(status), error, message }, { status })
}

/** Forms become a raw body, and every body gets a length, which the size limit is checked against. */
async function withRawBody(request: Request): Promise<Request> {
  const headers = new Headers(request.headers)
  let body: ArrayBuffer
  if (headers.get('content-type')?.startsWith('multipart/form-data')) {
    const form = await request.formData()
    const file = [...form.values()].find((value) => typeof value !== 'string')
    if (!(file instanceof Blob))
      return new Request(request.url, { method: request.method, headers, body: form })
    body = await file.arrayBuffer()
    headers.set('content-type', file.type || 'application/octet-stream')
    const age = form.get('cacheControl')
    if (typeof age === 'string') headers.set('cache-control', `max-age=${age}`)
    const metadata = form.get('metadata')
    if (typeof metadata === 'string') headers.set('x-metadata', Buffer.from(metadata).toString('base64'))
  } else {
    // An unread body would make the server close a connection that the client means to use again.
    body = await request.arrayBuffer()
  }
  headers.set('content-length', String(body.byteLength))
  headers.delete('transfer-encoding')
  return new Request(request.url, { method: request.method, headers, body })
}

interface SignedAnswer {
  signedUrl?: string
  token?: string
}

/** Signed addresses are answered relative to the storage API, under the names that the client library reads. */
async function withSignedUrl(response: Response, path: string): Promise<Response> {
  const answer: SignedAnswer = await response.json()
  const url = answer.signedUrl?.replace(/^\/storage\/v1/, '') ?? null
  return Response.json(path.includes('/upload/sign/') ? { url, token: answer.token } : { signedURL: url }, {
    status: response.status,
  })
}

/** Serves a part of an object, as hosted storage does. */
async function withRange(response: Response, range: string): Promise<Response> {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range)
  const size = Number(response.headers.get('content-length'))
  if (!match || response.body === null || !Number.isFinite(size)) return response
  const start = Number(match[1])
  const end = match[2] ? Math.min(Number(match[2]), size - 1) : size - 1
  if (start > end) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } })
  const headers = new Headers(response.headers)
  headers.set('content-range', `bytes ${start}-${end}/${size}`)
  headers.set('content-length', String(end - start + 1))
  let at = 0
  const part = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end + 1 - at, chunk.length)]
      at += chunk.length
      if (from < to) controller.enqueue(chunk.subarray(from, to))
      if (at > end) controller.terminate()
    },
  })
  return new Response(response.body.pipeThrough(part), { status: 206, headers })
}

/** Completes the storage API where the server leaves out what hosted projects have: forms, signed addresses, parts of objects, downloads by name. */
export async function answerStorage(fetch: Fetch, request: Request, url: URL): Promise<Response> {
  const isRead = request.method === 'GET'
  const isWrite = request.method === 'POST' || request.method === 'PUT'
  if (
    isRead &&
    url.pathname.startsWith(`${prefix}/object/sign/`) &&
    !verifyJwt(url.searchParams.get('token'), JWT_SECRET)
  ) {
    return problem(400, 'InvalidJWT', '"exp" claim timestamp check failed')
  }
  const isUpload =
    isWrite &&
    request.body !== null &&
    (uploadPath.test(url.pathname) || url.pathname.includes('/upload/sign/'))
  const response = await fetch(isUpload ? await withRawBody(request) : request)
  if (!response.ok) return response
  if (request.method === 'POST' && /^\/storage\/v1\/object\/(?:upload\/)?sign\//.test(url.pathname))
    return withSignedUrl(response, url.pathname)
  const range = request.headers.get('range')
  if (isRead && range !== null && response.status === 200) return withRange(response, range)
  if (isRead && url.searchParams.has('download')) {
    const name =
      url.searchParams.get('download') || decodeURIComponent(url.pathname.split('/').pop() ?? 'file')
    const named = new Response(response.body, response)
    named.headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    return named
  }
  return response
}
