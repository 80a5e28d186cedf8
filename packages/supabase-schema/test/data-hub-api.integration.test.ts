import type { DataModel } from '@headwater/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  contacts,
  createModel,
  signUp,
  startLocalSupabase,
  type LocalSupabase,
  type Person,
} from './data-hub.ts'

let stack: LocalSupabase
let ada: Person
let alan: Person

beforeAll(async () => {
  stack = await startLocalSupabase()
  ada = await signUp(stack, 'ada@example.com')
  alan = await signUp(stack, 'alan@example.com')
})

afterAll(() => stack.stop())

describe('a data model', () => {
  test('is made, read, changed and deleted by its owner', async () => {
    const made = await ada.call('POST', '/models', contacts)
    expect(made.status).toBe(201)
    expect(made.body.data).toMatchObject({
      ...contacts,
      user_id: ada.id,
      visibility: 'private',
      description: null,
    })
    const { id } = made.body.data
    expect((await ada.call('PUT', `/models/${id}`, { name: 'People' })).body.data.name).toBe('People')
    expect((await ada.call<DataModel[]>('GET', '/models')).body.data.map((model) => model.id)).toContain(id)
    expect((await ada.call('DELETE', `/models/${id}`)).body.data).toEqual({ id })
    expect((await ada.call('GET', `/models/${id}`)).status).toBe(404)
  })

  test('of another user looks as if it did not exist', async () => {
    const id = await createModel(ada)
    for (const [method, path, body] of [
      ['GET', `/models/${id}`, undefined],
      ['PUT', `/models/${id}`, { name: 'Mine' }],
      ['DELETE', `/models/${id}`, undefined],
      ['GET', `/records?model_id=${id}`, undefined],
      ['POST', '/records', { model_id: id, data: { name: 'x' } }],
      ['POST', '/import', { model_id: id, records: [{ name: 'x' }] }],
      ['POST', '/import-jobs', { model_id: id, file_url: `${alan.id}/x.csv`, file_type: 'csv' }],
    ] as const) {
      const { status, body: problem } = await alan.call(method, path, body)
      expect([method, path, status, problem.code]).toEqual([method, path, 404, 'NOT_FOUND'])
    }
  })

  test('with wrong fields is refused with the path of each fault', async () => {
    const { status, body, headers } = await ada.call('POST', '/models', {
      name: '',
      fields: [{ id: '1', name: 'x', type: 'colour' }],
    })
    expect(status).toBe(422)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(body.request_id).toBe(headers.get('x-request-id'))
    expect(body.issues.map((issue) => issue.path)).toEqual(['name', 'fields.0.type'])
  })

  test('takes the values of a renamed field along', async () => {
    const id = await createModel(ada)
    await ada.call('POST', '/records', { model_id: id, data: { name: 'Ada' } })
    const fields = contacts.fields.map((field) =>
      field.name === 'name' ? { ...field, name: 'full name' } : field,
    )
    await ada.call('PUT', `/models/${id}`, { fields })
    expect((await ada.call('GET', `/records?model_id=${id}`)).body.data.records[0]?.data).toEqual({
      'full name': 'Ada',
    })
  })
})

test('a field becomes unique only while no two records share a value, and holds from then on', async () => {
  const id = await createModel(ada)
  const unique = contacts.fields.map((field) => (field.name === 'email' ? { ...field, unique: true } : field))
  const add = (email: string) => ada.call('POST', '/records', { model_id: id, data: { name: 'x', email } })
  const first = await add('same@example.com')
  await add('same@example.com')
  const refused = await ada.call('PUT', `/models/${id}`, { fields: unique })
  expect([refused.status, refused.body.code]).toEqual([409, 'NOT_UNIQUE'])
  await ada.call('DELETE', `/records/${first.body.data.id}`)
  expect((await ada.call('PUT', `/models/${id}`, { fields: unique })).status).toBe(200)
  expect((await add('same@example.com')).body.code).toBe('NOT_UNIQUE')
})

describe('records', () => {
  test('are validated, sorted by type and filtered', async () => {
    const id = await createModel(ada)
    const records = [
      { name: 'b', amount: 10 },
      { name: 'a', amount: 9 },
      { name: 'c' },
      { name: '', amount: 1 },
    ]
    expect((await ada.call('POST', '/import', { model_id: id, records })).body.data).toMatchObject({
      imported: 3,
      failed: 1,
    })
    const list = async (query: string) =>
      (await ada.call('GET', `/records?model_id=${id}&${query}`)).body.data
    const sorted = await list(`sort=${encodeURIComponent('{"field":"amount","direction":"asc"}')}`)
    expect(sorted.records.map((record) => record.data['name'])).toEqual(['a', 'b', 'c'])
    const filtered = await list(
      `filters=${encodeURIComponent('[{"field":"amount","operator":"gte","value":10}]')}`,
    )
    expect([filtered.total, filtered.records[0]?.data['name']]).toEqual([1, 'b'])
    expect((await list('search=C')).total).toBe(1)
  })

  test('are changed value by value', async () => {
    const id = await createModel(ada)
    const made = await ada.call('POST', '/records', { model_id: id, data: { name: 'Ada', amount: '5' } })
    const path = `/records/${made.body.data.id}`
    expect((await ada.call('PUT', path, { data: { amount: null } })).body.data.data).toEqual({ name: 'Ada' })
    expect((await ada.call('PUT', path, { data: { name: '' } })).body.issues).toEqual([
      { path: 'name', message: 'name is empty. It is required.' },
    ])
    expect((await alan.call('PUT', path, { data: { name: 'x' } })).status).toBe(404)
    expect((await ada.call('DELETE', path)).status).toBe(200)
  })
})

describe('a request', () => {
  test('with an Idempotency-Key is done once', async () => {
    const headers = { 'idempotency-key': 'k1' }
    const [first, second] = await Promise.all([
      ada.call('POST', '/models', contacts, headers),
      ada.call('POST', '/models', contacts, headers),
    ])
    expect(first.body.data.id).toBe(second.body.data.id)
    expect(
      [first, second].filter((answer) => answer.headers.get('idempotency-replayed') === 'true'),
    ).toHaveLength(1)
    const other = await ada.call('POST', '/models', { ...contacts, name: 'Other' }, headers)
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_MISMATCH'])
    const elsewhere = await alan.call('POST', '/models', contacts, headers)
    expect(elsewhere.body.data.user_id).toBe(alan.id)
  })

  test('without a valid token is refused', async () => {
    const response = await fetch(`${stack.functionsUrl}/data-hub-api/models`, {
      headers: { authorization: `Bearer ${stack.anonKey}` },
    })
    expect([response.status, (await response.json()).code]).toEqual([401, 'UNAUTHORIZED'])
  })

  test('that is no JSON, or has an impossible id, says so', async () => {
    expect((await ada.call('POST', '/models', '{')).body.code).toBe('BAD_REQUEST')
    expect((await ada.call('GET', '/models/1')).status).toBe(404)
    expect((await ada.call('GET', '/nowhere')).status).toBe(404)
  })

  test('from a page is answered for the allowed origins alone', async () => {
    const preflight = (origin: string) =>
      fetch(`${stack.functionsUrl}/data-hub-api/models`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      })
    expect((await preflight('http://127.0.0.1:5173')).headers.get('access-control-allow-origin')).toBe(
      'http://127.0.0.1:5173',
    )
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('for the file of another user, or outside the folder, is refused', async () => {
    const id = await createModel(ada)
    const theirs = await alan.upload('theirs.csv', 'name\nA\n')
    expect(
      (await ada.call('POST', '/import-jobs', { model_id: id, file_url: theirs, file_type: 'csv' })).body
        .code,
    ).toBe('FILE_NOT_FOUND')
    const outside = await ada.call('POST', '/import-jobs', {
      model_id: id,
      file_url: `${ada.id}/../${theirs}`,
      file_type: 'csv',
    })
    expect(outside.body.code).toBe('VALIDATION_FAILED')
  })
})

test('the OpenAPI document is public and names every endpoint', async () => {
  const response = await fetch(`${stack.functionsUrl}/data-hub-api/openapi.json`)
  const document: { openapi: string; paths: Record<string, Record<string, unknown>> } = await response.json()
  expect(document.openapi).toBe('3.1.0')
  const endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(endpoints.toSorted()).toEqual([
    'delete /models/{id}',
    'delete /records/{id}',
    'get /import-jobs',
    'get /import-jobs/{id}',
    'get /import-jobs/{id}/changes',
    'get /import-jobs/{id}/errors',
    'get /import-jobs/{id}/errors.csv',
    'get /import-mappings',
    'get /models',
    'get /models/{id}',
    'get /records',
    'post /import',
    'post /import-jobs',
    'post /import-jobs/{id}/again',
    'post /import-jobs/{id}/cancel',
    'post /import-jobs/{id}/pause',
    'post /import-jobs/{id}/resume',
    'post /import-jobs/{id}/undo',
    'post /models',
    'post /records',
    'put /import-mappings',
    'put /models/{id}',
    'put /records/{id}',
  ])
  expect(JSON.stringify(document.paths['/models']?.['post'])).toContain('"required":["name","fields"]')
})

test('too many requests in a minute wait', async () => {
  await using strict = await startLocalSupabase({ functionEnv: { HEADWATER_REQUESTS_PER_MINUTE: '3' } })
  const person = await signUp(strict, 'eve@example.com')
  const answers = []
  for (let count = 0; count < 8; count++) answers.push(await person.call('GET', '/models'))
  const refused = answers.find((answer) => answer.status === 429)
  expect(refused?.body.code).toBe('RATE_LIMITED')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
})
