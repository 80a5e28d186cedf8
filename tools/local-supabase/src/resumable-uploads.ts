import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { actAs } from './acting.ts'
import { claimsOf, type Claims } from './keys.ts'

type Fetch = (request: Request) => Promise<Response>

/** What is known of an upload that has begun. */
interface Upload {
  bucket: string
  name: string
  length: number
  contentType: string
  cacheControl: string | null
  upsert: boolean
  metadata: string
  expiresAt: number
}

const VERSION = '1.0.0'
const LIFETIME_MS = 24 * 60 * 60 * 1000
const UPLOAD_TYPE = 'application/offset+octet-stream'
const path = '/storage/v1/upload/resumable'

class UploadError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Reads `key base64,key base64`. */
function parseMetadata(header: string): Map<string, string> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  return new Map(pairs.map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString()]))
}

function readUpload(headers: Headers): Upload {
  const length = Number(headers.get('upload-length') ?? Number.NaN)
  if (!Number.isInteger(length) || length < 0) throw new UploadError(400, 'Upload-Length must be a number')
  const header = headers.get('upload-metadata') ?? ''
  const metadata = parseMetadata(header)
  const [bucket, name] = [metadata.get('bucketName'), metadata.get('objectName')]
  if (!bucket || !name) throw new UploadError(400, 'Upload-Metadata must have bucketName and objectName')
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new UploadError(400, `Invalid key: ${name}`)
  return {
    bucket,
    name,
    length,
    contentType: metadata.get('contentType') ?? 'application/octet-stream',
    cacheControl: metadata.get('cacheControl') ?? null,
    upsert: headers.get('x-upsert') === 'true',
    metadata: header,
    expiresAt: Date.now() + LIFETIME_MS,
  }
}

function callerOf(headers: Headers): Claims {
  const token = headers.get('authorization')?.replace(/^Bearer /i, '')
  const claims = claimsOf(token ?? headers.get('apikey'))
  if (claims === null) throw new UploadError(400, '"exp" claim timestamp check failed')
  return claims
}

function allows(types: readonly string[] | null, type: string): boolean {
  const [plain = ''] = type.split(';')
  const isSame = (allowed: string): boolean =>
    allowed.endsWith('/*') ? plain.startsWith(allowed.slice(0, -1)) : allowed === plain.trim()
  return types === null || types.length === 0 || types.some(isSame)
}

/** Asks the bucket's limits and row level security about an object, with a row that is rolled back. */
async function checkRights(admin: postgres.Sql, claims: Claims, upload: Upload): Promise<void> {
  const { bucket, name, length, contentType, upsert } = upload
  const [limits] = await admin<{ file_size_limit: string | null; allowed_mime_types: string[] | null }[]>`
    select file_size_limit, allowed_mime_types from storage.buckets where id = ${bucket}`
  if (!limits) throw new UploadError(404, 'Bucket not found')
  if (limits.file_size_limit !== null && length > Number(limits.file_size_limit))
    throw new UploadError(413, 'The object exceeded the maximum allowed size')
  if (!allows(limits.allowed_mime_types, contentType))
    throw new UploadError(415, `mime type ${contentType} is not supported`)
  const done = new Error('rolled back')
  const owner = typeof claims['sub'] === 'string' ? claims['sub'] : null
  await admin
    .begin(async (sql) => {
      await actAs(sql, claims)
      if (upsert)
        await sql`insert into storage.objects (bucket_id, name, owner_id) values (${bucket}, ${name}, ${owner})
          on conflict (bucket_id, name) do update set owner_id = excluded.owner_id`
      else
        await sql`insert into storage.objects (bucket_id, name, owner_id) values (${bucket}, ${name}, ${owner})`
      throw done
    })
    .catch((error: unknown) => {
      if (error === done) return
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === '42501') throw new UploadError(403, 'new row violates row-level security policy')
      if (code === '23505') throw new UploadError(409, 'The resource already exists')
      throw error
    })
}

/**
 * Serves resumable uploads as hosted Storage does: TUS 1.0.0 with creation, creation-with-upload, expiration and termination.
 * Limits of the bucket and row level security are asked at each step; the last one stores the object as a plain upload would.
 */
export function createResumableUploads(options: {
  /** Stores finished objects. */
  fetch: Fetch
  admin: postgres.Sql
  directory: string
  apiUrl: string
}): (request: Request, url: URL) => Promise<Response> {
  const { admin, directory, apiUrl } = options
  const busy = new Set<string>()
  const fileOf = (id: string): string => join(directory, id)
  const factsOf = (id: string): string => join(directory, `${id}.json`)

  async function forget(id: string): Promise<void> {
    await Promise.all([rm(fileOf(id), { force: true }), rm(factsOf(id), { force: true })])
  }

  async function find(id: string): Promise<{ upload: Upload; offset: number }> {
    const text = /^[0-9a-f-]{36}$/.test(id) ? await readFile(factsOf(id), 'utf8').catch(() => null) : null
    if (text === null) throw new UploadError(404, 'The file for this url was not found')
    const upload: Upload = JSON.parse(text)
    if (upload.expiresAt < Date.now()) {
      await forget(id)
      throw new UploadError(410, 'The file for this url no longer exists')
    }
    return { upload, offset: (await stat(fileOf(id))).size }
  }

  async function finish(id: string, upload: Upload, headers: Headers): Promise<void> {
    const name = upload.name.split('/').map(encodeURIComponent).join('/')
    const facts = new Headers({
      'content-type': upload.contentType,
      'content-length': String(upload.length),
      'x-upsert': String(upload.upsert),
    })
    for (const key of ['authorization', 'apikey']) {
      const value = headers.get(key)
      if (value !== null) facts.set(key, value)
    }
    if (upload.cacheControl !== null) facts.set('cache-control', `max-age=${upload.cacheControl}`)
    const stored = await options.fetch(
      new Request(`${apiUrl}/storage/v1/object/${encodeURIComponent(upload.bucket)}/${name}`, {
        method: 'POST',
        headers: facts,
        body: await readFile(fileOf(id)),
      }),
    )
    await forget(id)
    if (!stored.ok) throw new UploadError(stored.status, await stored.text())
  }

  /** Appends a request's body. A body that breaks off leaves what arrived: the upload goes on from there. */
  async function append(
    id: string,
    { upload, offset }: { upload: Upload; offset: number },
    request: Request,
  ): Promise<number> {
    const size = Number(request.headers.get('content-length') ?? 0)
    if (offset + size > upload.length) throw new UploadError(413, 'More was sent than Upload-Length says')
    if (request.body !== null) {
      const file = createWriteStream(fileOf(id), { flags: 'a' })
      const closed = once(file, 'close')
      try {
        await pipeline(Readable.from(request.body), file)
      } finally {
        await closed
      }
    }
    const { size: reached } = await stat(fileOf(id))
    if (reached > upload.length) {
      await forget(id)
      throw new UploadError(413, 'More was sent than Upload-Length says')
    }
    if (reached === upload.length) await finish(id, upload, request.headers)
    return reached
  }

  async function create(request: Request): Promise<Response> {
    const upload = readUpload(request.headers)
    await checkRights(admin, callerOf(request.headers), upload)
    const id = randomUUID()
    mkdirSync(directory, { recursive: true })
    await writeFile(fileOf(id), '')
    await writeFile(factsOf(id), JSON.stringify(upload))
    const carriesData = request.headers.get('content-type') === UPLOAD_TYPE
    const offset = carriesData || upload.length === 0 ? await append(id, { upload, offset: 0 }, request) : 0
    return new Response(null, {
      status: 201,
      headers: {
        location: `${apiUrl}${path}/${id}`,
        'upload-offset': String(offset),
        'upload-expires': new Date(upload.expiresAt).toUTCString(),
      },
    })
  }

  /** One request at a time has an upload: what a broken one still writes would make an offset untrue. */
  async function withLock(id: string, answer: () => Promise<Response>): Promise<Response> {
    if (busy.has(id)) throw new UploadError(423, 'Another request has this upload')
    busy.add(id)
    try {
      return await answer()
    } finally {
      busy.delete(id)
    }
  }

  async function continueUpload(id: string, request: Request): Promise<Response> {
    const found = await find(id)
    await checkRights(admin, callerOf(request.headers), found.upload)
    const facts = { 'upload-expires': new Date(found.upload.expiresAt).toUTCString() }
    switch (request.method) {
      case 'HEAD':
        return new Response(null, {
          headers: {
            ...facts,
            'upload-offset': String(found.offset),
            'upload-length': String(found.upload.length),
            'upload-metadata': found.upload.metadata,
            'cache-control': 'no-store',
          },
        })
      case 'PATCH': {
        if (request.headers.get('content-type') !== UPLOAD_TYPE)
          throw new UploadError(415, `Content-Type must be ${UPLOAD_TYPE}`)
        if (Number(request.headers.get('upload-offset') ?? Number.NaN) !== found.offset)
          throw new UploadError(409, `Upload-Offset is not ${found.offset}`)
        const offset = await append(id, found, request)
        return new Response(null, { status: 204, headers: { ...facts, 'upload-offset': String(offset) } })
      }
      case 'DELETE':
        await forget(id)
        return new Response(null, { status: 204 })
      default:
        throw new UploadError(405, 'Method not allowed')
    }
  }

  async function answer(request: Request, url: URL): Promise<Response> {
    const id = url.pathname.slice(path.length).replace(/^\//, '')
    if (request.method === 'OPTIONS')
      return new Response(null, {
        status: 204,
        headers: {
          'tus-version': VERSION,
          'tus-extension': 'creation,creation-with-upload,expiration,termination',
        },
      })
    if (request.headers.get('tus-resumable') !== VERSION) throw new UploadError(412, 'Tus-Resumable Required')
    if (id !== '') return withLock(id, () => continueUpload(id, request))
    if (request.method !== 'POST') throw new UploadError(405, 'Method not allowed')
    return create(request)
  }

  return async (request, url) => {
    const response = await answer(request, url).catch(async (error: unknown) => {
      if (!(error instanceof UploadError)) throw error
      // An unread body would make the server close a connection that the client means to use again.
      if (!request.bodyUsed) await request.arrayBuffer().catch(() => undefined)
      return new Response(request.method === 'HEAD' ? null : error.message, { status: error.status })
    })
    response.headers.set('tus-resumable', VERSION)
    return response
  }
}
