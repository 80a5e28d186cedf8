import type postgres from 'postgres'
import { JWT_SECRET, verifyJwt } from './keys.ts'
import { listObjects, objectInfo } from './storage-queries.ts'

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

interface SignRequest {
  expiresIn: number
  paths: string[]
}

/** Signs the address of each file; one that can't be signed is named with the reason. */
async function signMany(fetch: Fetch, request: Request, url: URL): Promise<Response> {
  const { expiresIn, paths }: SignRequest = await request.json()
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const signed = paths.map(async (path) => {
    const file = path.split('/').map(encodeURIComponent).join('/')
    const body = JSON.stringify({ expiresIn })
    const response = await fetch(new Request(`${url.href}/${file}`, { method: 'POST', headers, body }))
    if (!response.ok)
      return {
        path,
        signedURL: null,
        error: 'Either the object does not exist or you do not have access to it',
      }
    const answer: SignedAnswer = await response.json()
    return { path, signedURL: answer.signedUrl?.replace(/^\/storage\/v1/, '') ?? null, error: null }
  })
  return Response.json(await Promise.all(signed))
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

/**
 * Completes the storage API where the server leaves out what hosted projects have: forms, signed addresses, parts of objects, downloads by name,
 * folders in lists.
 */
export async function answerStorage(
  fetch: Fetch,
  admin: postgres.Sql,
  request: Request,
  url: URL,
): Promise<Response> {
  const query = /^\/storage\/v1\/object\/(list|sign|info)\/([^/]+)(?:\/(.+))?$/.exec(url.pathname)
  if (query !== null) {
    const [, verb, bucket = '', name] = query
    const what = `${request.method} ${verb} ${name === undefined ? 'bucket' : 'object'}`
    if (what === 'POST list bucket') return listObjects(admin, request, bucket)
    if (what === 'POST sign bucket') return signMany(fetch, request, url)
    if (what === 'GET info object')
      return objectInfo(admin, request, { bucket, name: decodeURIComponent(name ?? '') })
  }
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
