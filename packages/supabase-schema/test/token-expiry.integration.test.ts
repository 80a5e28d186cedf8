import { createHub, isHubApiError, type Hub } from '@headwater/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  contacts,
  createModel,
  signUp,
  startLocalSupabase,
  until,
  type LocalSupabase,
  type Person,
} from './data-hub.ts'

let stack: LocalSupabase
let sql: postgres.Sql

beforeAll(async () => {
  stack = await startLocalSupabase({
    jwtExpirySeconds: 2,
    functionEnv: { HEADWATER_REQUESTS_PER_MINUTE: '100000', HEADWATER_BATCH_ROWS: '100' },
  })
  sql = postgres(stack.adminDbUrl, { max: 2, onnotice: () => undefined })
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

/** Waits until the token that a person began with is refused. */
async function expired(person: Person): Promise<void> {
  const answer = await until(
    () => person.call('GET', '/models'),
    ({ status }) => status !== 200,
  )
  expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORIZED'])
}

async function withHub<Value>(person: Person, work: (hub: Hub) => Promise<Value>): Promise<Value> {
  const hub = createHub({ supabase: person.client })
  try {
    return await work(hub)
  } finally {
    hub.close()
  }
}

test('An import goes on when the token expires half way, and the hub goes on watching it', async () => {
  const ada = await signUp(stack, 'ada@example.com')
  await withHub(ada, async (hub) => {
    // By the hub, which renews its token: on a slow machine the first one is over before the file is there.
    const model = await hub.dataModels.create(contacts)
    const lines = Array.from({ length: 5000 }, (_, index) => `Person ${index}`)
    const stored = await hub.imports.upload(new File([`name\n${lines.join('\n')}\n`], 'people.csv'))
    const job = await hub.imports.create({
      model_id: model.id,
      file_url: stored.fileUrl,
      file_type: 'csv',
    })
    // Holding the job's row holds the worker between two batches, until the token has expired.
    await sql.begin(async (transaction) => {
      const [held] = await transaction`select status from public.import_jobs where id = ${job.id} for update`
      expect(['pending', 'processing']).toContain(held?.['status'])
      await expired(ada)
      expect((await hub.imports.get(job.id)).data.imported_records).toBeLessThan(5000)
    })
    const done = await until(
      async () => (await hub.imports.get(job.id)).data,
      ({ status }) => status === 'completed',
    )
    expect(done).toMatchObject({ status: 'completed', imported_records: 5000, failed_records: 0 })
  })
})

test('A file whose address was given before the token expired is still taken, once', async () => {
  const grace = await signUp(stack, 'grace@example.com')
  const path = `${grace.id}/late.csv`
  const bucket = grace.client.storage.from('imports')
  const { data } = await bucket.createSignedUploadUrl(path)
  await expired(grace)
  const file = new Blob(['name\nGrace\n'], { type: 'text/csv' })
  expect((await bucket.uploadToSignedUrl(path, data?.token ?? '', file)).error).toBeNull()
  expect((await bucket.uploadToSignedUrl(path, data?.token ?? '', file)).error).not.toBeNull()
  expect(await (await bucket.download(path)).data?.text()).toBe('name\nGrace\n')
})

test('A large file goes on from where it was, with a new token', async () => {
  const { client, id } = await signUp(stack, 'alan@example.com')
  const content = Buffer.from(`name\n${'Alan\n'.repeat(2000)}`)
  const half = Math.floor(content.length / 2)
  const encoded = (text: string): string => Buffer.from(text).toString('base64')
  const send = async (url: string, method: string, headers: Record<string, string>, body?: Buffer) =>
    fetch(url, {
      method,
      headers: {
        'tus-resumable': '1.0.0',
        ...(body === undefined ? {} : { 'content-type': 'application/offset+octet-stream' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
  const first = (await client.auth.getSession()).data.session
  const authorization = `Bearer ${first?.access_token}`
  const created = await send(
    `${stack.apiUrl}/storage/v1/upload/resumable`,
    'POST',
    {
      authorization,
      'upload-length': String(content.length),
      'upload-metadata': `bucketName ${encoded('imports')},objectName ${encoded(`${id}/resumed.csv`)},contentType ${encoded('text/csv')}`,
    },
    content.subarray(0, half),
  )
  expect(created.status).toBe(201)
  const url = created.headers.get('location') ?? ''
  const last = (token: string) =>
    send(
      url,
      'PATCH',
      { authorization: `Bearer ${token}`, 'upload-offset': String(half) },
      content.subarray(half),
    )
  await until(
    async () => (first?.expires_at ?? 0) * 1000 < Date.now() - 1000,
    (past) => past,
  )
  expect((await last(first?.access_token ?? '')).ok).toBe(false)
  const { data: renewed } = await client.auth.refreshSession()
  expect((await last(renewed.session?.access_token ?? '')).status).toBe(204)
  const { data } = await client.storage.from('imports').download(`${id}/resumed.csv`)
  expect(await data?.text()).toBe(content.toString())
})

test('A session that can’t be renewed is told to sign in again, and nothing is changed', async () => {
  const joan = await signUp(stack, 'joan@example.com')
  const modelId = await createModel(joan)
  await sql`delete from auth.sessions where user_id = ${joan.id}`
  await sql`delete from auth.refresh_tokens where user_id = ${joan.id}`
  await expired(joan)
  await withHub(joan, async (hub) => {
    const failure = await hub.records
      .create({ model_id: modelId, data: { name: 'Joan' } })
      .catch((error: unknown) => error)
    expect(isHubApiError(failure) && [failure.status, failure.code]).toEqual([401, 'UNAUTHORIZED'])
  })
  const [count] = await sql`select count(*)::int n from public.records where model_id = ${modelId}`
  expect(count?.['n']).toBe(0)
})
