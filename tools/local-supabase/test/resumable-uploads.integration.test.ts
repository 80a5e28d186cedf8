import { randomBytes } from 'node:crypto'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { clientOf, project, signUp } from './people.ts'

const CHUNK_BYTES = 6 * 1024 * 1024

let stack: LocalSupabase
let ada: Awaited<ReturnType<typeof signUp>>
let alan: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  stack = await startLocalSupabase({ project, jwtExpirySeconds: 120 })
  ada = await signUp(stack, 'ada@example.com')
  alan = await signUp(stack, 'alan@example.com')
})

afterAll(() => stack.stop())

interface Sent {
  url: string
  requests: string[]
  error: { status: number; body: string } | null
}

/** Uploads a file with the official client; `stopAfter` ends it after so many chunks. */
function upload(
  file: Buffer,
  objectName: string,
  {
    bucket = 'large',
    token = ada.token,
    url = null,
    type = 'text/csv',
    stopAfter = Infinity,
    atOnce = false,
  }: {
    bucket?: string
    token?: string
    url?: string | null
    type?: string
    stopAfter?: number
    atOnce?: boolean
  } = {},
): Promise<Sent> {
  const requests: string[] = []
  let chunks = 0
  return new Promise((resolve) => {
    const sent = new Upload(file, {
      endpoint: `${stack.apiUrl}/storage/v1/upload/resumable`,
      ...(url === null ? {} : { uploadUrl: url }),
      retryDelays: [],
      chunkSize: CHUNK_BYTES,
      uploadDataDuringCreation: atOnce,
      headers: { authorization: `Bearer ${token}`, apikey: stack.publishableKey },
      metadata: { bucketName: bucket, objectName, contentType: type, cacheControl: '60' },
      onBeforeRequest: (request) => void requests.push(request.getMethod()),
      onSuccess: () => resolve({ url: sent.url ?? '', requests, error: null }),
      onError: (error) => {
        const response = 'originalResponse' in error ? error.originalResponse : null
        resolve({
          url: sent.url ?? '',
          requests,
          error: { status: response?.getStatus() ?? 0, body: response?.getBody() || error.message },
        })
      },
      onChunkComplete: () => {
        if (++chunks < stopAfter) return
        void sent.abort().then(() => resolve({ url: sent.url ?? '', requests, error: null }))
      },
    })
    sent.start()
  })
}

function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<Response> {
  return fetch(url, {
    method,
    headers: { authorization: `Bearer ${ada.token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  })
}

describe('A resumable upload', () => {
  test('arrives whole, in chunks of 6 MB, with its type', async () => {
    const file = randomBytes(2 * CHUNK_BYTES + 1000)
    const { requests, error } = await upload(file, `${ada.id}/whole.csv`)
    expect(error).toBeNull()
    expect(requests).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH'])
    const { data } = await ada.client.storage.from('large').download(`${ada.id}/whole.csv`)
    expect(data?.type).toBe('text/csv')
    expect(Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer()).equals(file)).toBe(true)
  })

  test('goes on where it was broken off', async () => {
    const file = randomBytes(2 * CHUNK_BYTES + 1000)
    const first = await upload(file, `${ada.id}/broken.csv`, { stopAfter: 1 })
    const head = await send(first.url, 'HEAD', {})
    expect(head.headers.get('upload-offset')).toBe(String(CHUNK_BYTES))
    expect(head.headers.get('upload-length')).toBe(String(file.length))
    const second = await upload(file, `${ada.id}/broken.csv`, { url: first.url })
    expect(second).toMatchObject({ error: null, requests: ['HEAD', 'PATCH', 'PATCH'] })
    const { data } = await ada.client.storage.from('large').download(`${ada.id}/broken.csv`)
    expect(Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer()).equals(file)).toBe(true)
  })

  test('goes on with a new token after the old one expired', async () => {
    const file = randomBytes(CHUNK_BYTES + 1000)
    const first = await upload(file, `${ada.id}/expired.csv`, { stopAfter: 1 })
    const expired = await send(
      first.url,
      'PATCH',
      {
        authorization: 'Bearer expired',
        'upload-offset': String(CHUNK_BYTES),
        'content-type': 'application/offset+octet-stream',
      },
      file.subarray(CHUNK_BYTES),
    )
    expect([expired.status, await expired.text()]).toEqual([400, expect.stringContaining('exp')])
    const { data: renewed } = await ada.client.auth.refreshSession()
    const second = await upload(file, `${ada.id}/expired.csv`, {
      url: first.url,
      token: renewed.session?.access_token ?? '',
    })
    expect(second.error).toBeNull()
  })

  test('may bring its data along with the first request', async () => {
    const { requests, error } = await upload(Buffer.from('name\nAda\n'), `${ada.id}/small.csv`, {
      bucket: 'files',
      atOnce: true,
    })
    expect([error, requests]).toEqual([null, ['POST']])
    const { data } = await ada.client.storage.from('files').download(`${ada.id}/small.csv`)
    expect(await data?.text()).toBe('name\nAda\n')
  })

  test('is forgotten once it is finished, and once it is given up', async () => {
    const done = await upload(Buffer.from('name\n'), `${ada.id}/done.csv`)
    expect((await send(done.url, 'HEAD', {})).status).toBe(404)
    const begun = await upload(randomBytes(CHUNK_BYTES + 1), `${ada.id}/begun.csv`, { stopAfter: 1 })
    expect((await send(begun.url, 'DELETE', {})).status).toBe(204)
    expect((await send(begun.url, 'HEAD', {})).status).toBe(404)
  })
})

describe('It is refused', () => {
  const file = Buffer.from('name\nAda\n')

  test('in the folder of another user', async () => {
    const { error } = await upload(file, `${alan.id}/theirs.csv`)
    expect(error).toMatchObject({ status: 403, body: expect.stringContaining('row-level security') })
  })

  test('when another user goes on with it', async () => {
    const begun = await upload(randomBytes(CHUNK_BYTES + 1), `${ada.id}/mine.csv`, { stopAfter: 1 })
    const authorization = `Bearer ${alan.token}`
    expect((await send(begun.url, 'HEAD', { authorization })).status).toBe(403)
    expect((await send(begun.url, 'DELETE', { authorization })).status).toBe(403)
  })

  test('over the size and outside the types of its bucket, before any data is sent', async () => {
    const bucket = 'files'
    const large = await upload(Buffer.alloc(100_001), `${ada.id}/large.csv`, { bucket })
    expect([large.error?.status, large.requests]).toEqual([413, ['POST']])
    const image = await upload(file, `${ada.id}/x.png`, { bucket, type: 'image/png' })
    expect([image.error?.status, image.requests]).toEqual([415, ['POST']])
  })

  test('under a name that is taken, or that leaves its folder', async () => {
    await upload(file, `${ada.id}/taken.csv`)
    expect((await upload(file, `${ada.id}/taken.csv`)).error?.status).toBe(409)
    expect((await upload(file, `${ada.id}/../${alan.id}/x.csv`)).error?.status).toBe(400)
    expect((await upload(file, `${ada.id}/x.csv`, { bucket: 'absent' })).error?.status).toBe(404)
  })

  test('without a user', async () => {
    expect((await upload(file, `${ada.id}/x.csv`, { token: stack.anonKey })).error?.status).toBe(403)
    expect((await upload(file, `${ada.id}/x.csv`, { token: 'none' })).error?.status).toBe(400)
  })

  test('when the protocol is not kept', async () => {
    const begun = await upload(randomBytes(CHUNK_BYTES + 1), `${ada.id}/protocol.csv`, { stopAfter: 1 })
    const type = 'application/offset+octet-stream'
    const patch = (headers: Record<string, string>) => send(begun.url, 'PATCH', headers, Buffer.from('x'))
    expect((await patch({ 'upload-offset': '0', 'content-type': type })).status).toBe(409)
    expect((await patch({ 'upload-offset': String(CHUNK_BYTES), 'content-type': 'text/csv' })).status).toBe(
      415,
    )
    expect((await send(begun.url, 'HEAD', { 'tus-resumable': '0.2.2' })).status).toBe(412)
  })
})

test('An access token lives as long as the stack was told', async () => {
  const client = clientOf(stack)
  const { data } = await client.auth.signInWithPassword({
    email: 'ada@example.com',
    password: 'correct horse',
  })
  expect(data.session?.expires_in).toBe(120)
  const claims = (await client.auth.getClaims()).data?.claims
  expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(120)
})
