import type { SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { clientOf, project, signUp, until } from './people.ts'

let stack: LocalSupabase
let sql: postgres.Sql
let ada: SupabaseClient
let alan: SupabaseClient
let adaId: string

beforeAll(async () => {
  stack = await startLocalSupabase({ project })
  sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  ;({ client: ada, id: adaId } = await signUp(stack, 'ada@example.com'))
  ;({ client: alan } = await signUp(stack, 'alan@example.com'))
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

describe('Auth', () => {
  test('signs in with the right password only', async () => {
    const client = clientOf(stack)
    expect(
      (await client.auth.signInWithPassword({ email: 'ada@example.com', password: 'wrong' })).error?.status,
    ).toBe(400)
    const { data } = await client.auth.signInWithPassword({
      email: 'ada@example.com',
      password: 'correct horse',
    })
    expect(data.user?.id).toBe(adaId)
    expect((await client.auth.refreshSession()).data.user?.id).toBe(adaId)
  })

  test('verifies a token and reads its claims', async () => {
    const { data } = await ada.auth.getClaims()
    expect(data?.claims).toMatchObject({ sub: adaId, role: 'authenticated', aal: 'aal1' })
  })

  test('puts into every token what the project’s hook says', async () => {
    const { client } = await signUp(stack, 'hooked@example.com')
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ team: 'north' })
    await client.auth.refreshSession()
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ team: 'north', aal: 'aal1' })
  })
})

describe('REST', () => {
  test('shows an author their own rows alone', async () => {
    await ada
      .from('notes')
      .insert({ data: { n: 2 } })
      .throwOnError()
    expect((await ada.from('notes').select('data')).data).toEqual([{ data: { n: 2 } }])
    expect((await alan.from('notes').select('data')).data).toEqual([])
  })

  test('orders by a JSON value as its type does', async () => {
    await ada
      .from('notes')
      .insert([{ data: { n: 10 } }, { data: { n: 9 } }])
      .throwOnError()
    const { data, count } = await ada
      .from('notes')
      .select('data', { count: 'exact' })
      .order('data->n')
      .range(0, 1)
    expect(data).toEqual([{ data: { n: 2 } }, { data: { n: 9 } }])
    expect(count).toBe(3)
  })

  test('grants nothing that no migration grants', async () => {
    expect((await ada.from('secrets').select()).error?.code).toBe('42501')
    expect((await clientOf(stack).from('notes').select()).error?.code).toBe('42501')
  })

  test('keeps the code, message and hint of a database error', async () => {
    const { error, status } = await ada.rpc('fail', { message: 'no luck' })
    expect(status).toBe(400)
    expect(error).toMatchObject({
      code: 'P0001',
      message: 'no luck',
      hint: 'Try again.',
    })
    expect((await ada.from('notes').insert({ data: 'bad' })).error?.code).toBe('23514')
  })
})

describe('Storage', () => {
  const file = new Blob(['name\nAda\n'], { type: 'text/csv' })

  test('keeps a file in its owner folder, unseen by others', async () => {
    const path = `${adaId}/a b.csv`
    expect((await ada.storage.from('files').upload(path, file)).error).toBeNull()
    expect(await (await ada.storage.from('files').download(path)).data?.text()).toBe('name\nAda\n')
    expect((await alan.storage.from('files').download(path)).error).not.toBeNull()
    expect((await alan.storage.from('files').upload(`${adaId}/b.csv`, file)).error).not.toBeNull()
    expect((await ada.storage.from('files').upload(path, file)).error).not.toBeNull()
  })

  test('serves a part of a file', async () => {
    await ada.storage.from('files').upload(`${adaId}/part.csv`, file)
    const token = (await ada.auth.getSession()).data.session?.access_token
    const response = await fetch(`${stack.apiUrl}/storage/v1/object/files/${adaId}/part.csv`, {
      headers: { authorization: `Bearer ${token}`, apikey: stack.publishableKey, range: 'bytes=5-' },
    })
    expect([response.status, await response.text()]).toEqual([206, 'Ada\n'])
  })

  test('refuses a wrong type and too large a file', async () => {
    const image = new Blob(['x'], { type: 'image/png' })
    expect((await ada.storage.from('files').upload(`${adaId}/x.png`, image)).error).not.toBeNull()
    const large = new Blob(['x'.repeat(100_001)], { type: 'text/csv' })
    expect((await ada.storage.from('files').upload(`${adaId}/large.csv`, large)).error).not.toBeNull()
  })
})

describe('Edge Functions', () => {
  test('answer, and start again after their process was killed', async () => {
    expect((await ada.functions.invoke('hello/a', { method: 'GET' })).data).toEqual({
      path: '/hello/a',
      db: true,
    })
    const pid = stack.functions.pid('hello')
    process.kill(pid ?? 0, 'SIGKILL')
    await until(
      () => stack.functions.pid('hello'),
      (now) => now !== pid,
    )
    expect((await ada.functions.invoke('hello', { method: 'GET' })).data).toEqual({
      path: '/hello',
      db: true,
    })
  })

  test('answer 503 when they do not start, and 502 when they end while they answer', async () => {
    const broken = await fetch(`${stack.functionsUrl}/broken`)
    expect([broken.status, await broken.json()]).toMatchObject([503, { code: 'BOOT_ERROR' }])
    const dying = await fetch(`${stack.functionsUrl}/hello/die`)
    expect([dying.status, await dying.json()]).toMatchObject([502, { code: 'WORKER_ERROR' }])
    expect((await fetch(`${stack.functionsUrl}/hello`)).status).toBe(200)
  })

  test('ask for a JWT unless the project says otherwise', async () => {
    expect(
      (await fetch(`${stack.functionsUrl}/guarded`, { headers: { apikey: stack.publishableKey } })).status,
    ).toBe(401)
    expect((await ada.functions.invoke('guarded')).data).toBe('for members')
    expect((await fetch(`${stack.functionsUrl}/absent`)).status).toBe(404)
  })
})

describe('Queue and schedule', () => {
  test('run what a migration scheduled', async () => {
    const lengthOf = async () =>
      Number((await sql`select queue_length from pgmq.metrics('jobs')`)[0]?.['queue_length'])
    expect(await until(lengthOf, (length) => length >= 1)).toBeGreaterThanOrEqual(1)
  })

  test('send a request after its transaction has committed', async () => {
    const url = `${stack.functionsUrl}/hello/net`
    const [queued] = await sql`select net.http_post(${url}) id`
    const answered = async () =>
      sql`select status_code, content from net._http_response where id = ${queued?.['id']}`
    const [row] = await until(answered, (rows) => rows.length > 0)
    expect(row).toMatchObject({ status_code: 200 })
  })
})
