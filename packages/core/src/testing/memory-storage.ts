import type { SendFile } from '../features/imports/index.ts'
import type { MemoryStore } from './memory-store.ts'

/** Pieces in which the memory backend takes a file, so that progress is seen. */
const SEND_STEPS = 10

function storageProblem(status: number, error: string, message: string): Response {
  return Response.json({ statusCode: String(status), error, message }, { status: 400 })
}

function alreadyStored(): Response {
  return storageProblem(409, 'Duplicate', 'The resource already exists')
}

/** Answers what object storage does for uploads in one piece: an address that takes a file once, and a file sent to it. */
export function createMemoryStorage(
  store: MemoryStore,
): (request: Request, path: string) => Promise<Response> {
  const keyOf = (path: string) => path.split('/').map(decodeURIComponent).join('/')

  async function put(key: string, request: Request): Promise<Response> {
    if (store.files.has(key)) return alreadyStored()
    const form = request.headers.get('content-type')?.startsWith('multipart/form-data') === true
    const parts = form ? [...(await request.formData()).values()] : []
    const file = parts.find((part) => part instanceof Blob) ?? (await (form ? null : request.blob()))
    if (file === null) return storageProblem(400, 'InvalidRequest', 'No file was sent')
    store.files.set(key, file)
    return Response.json({ Key: key })
  }

  return async (request, path) => {
    if (path.startsWith('/upload/resumable'))
      return new Response('Files are taken in one piece.', { status: 404 })
    const signed = /^\/object\/upload\/sign\/(.+)$/.exec(path)?.[1]
    if (signed !== undefined && request.method === 'PUT') return put(keyOf(signed), request)
    if (signed !== undefined) {
      const key = keyOf(signed)
      if (key.split('/')[1] !== store.user.id)
        return storageProblem(403, 'Unauthorized', 'new row violates row-level security policy')
      return store.files.has(key)
        ? alreadyStored()
        : Response.json({ url: `/object/upload/sign/${signed}?token=${crypto.randomUUID()}` })
    }
    const key = keyOf(path.replace(/^\/object\/(authenticated\/)?/, ''))
    if (request.method === 'POST') return put(key, request)
    const file = store.files.get(key)
    return file ? new Response(file) : storageProblem(404, 'not_found', 'Object not found')
  }
}

/** Makes the way an upload's bytes reach a memory backend: in steps that tell their progress. */
export function createMemorySend(fetch: typeof globalThis.fetch, latencyMs: number): SendFile {
  return async ({ url, body, contentType, method = 'PUT', headers = {}, signal, onProgress }) => {
    for (let step = 1; step <= SEND_STEPS; step++) {
      await new Promise((resolve) => setTimeout(resolve, latencyMs / SEND_STEPS))
      signal?.throwIfAborted()
      onProgress?.({ loadedBytes: Math.floor((body.size * step) / SEND_STEPS), totalBytes: body.size })
    }
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'content-type': contentType },
      ...(method === 'HEAD' ? {} : { body }),
      ...(signal ? { signal } : {}),
    })
    return { status: response.status, text: await response.text() }
  }
}
