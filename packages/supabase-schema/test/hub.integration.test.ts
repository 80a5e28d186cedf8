import { createHub, isHubApiError, isHubTimeoutError, type Hub } from '@headwater/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contacts, signUp, startLocalSupabase, type LocalSupabase, type Person } from './data-hub.ts'

let stack: LocalSupabase
let ada: Person
let hub: Hub

beforeAll(async () => {
  stack = await startLocalSupabase()
  ada = await signUp(stack, 'ada@example.com')
  hub = createHub({ supabase: ada.client })
})

afterAll(async () => {
  hub.close()
  await stack.stop()
})

test('a model and its records are made, read and deleted', async () => {
  const model = await hub.dataModels.create(contacts)
  expect((await hub.dataModels.list()).data.map(({ id }) => id)).toContain(model.id)
  const record = await hub.records.create({ model_id: model.id, data: { name: 'Ada', amount: '2' } })
  expect((await hub.records.list({ model_id: model.id })).data).toMatchObject({
    total: 1,
    records: [{ data: { name: 'Ada', amount: 2 } }],
  })
  await hub.records.update(record.id, { amount: null })
  expect((await hub.records.list({ model_id: model.id })).data.records[0]?.data).toEqual({ name: 'Ada' })
  await hub.dataModels.remove(model.id)
  const gone = await hub.dataModels.get(model.id).catch((error: unknown) => error)
  expect(isHubApiError(gone) && [gone.status, gone.code, typeof gone.requestId]).toEqual([
    404,
    'NOT_FOUND',
    'string',
  ])
})

test('a thousand callers of one query make one request', async () => {
  let requests = 0
  const { client } = await signUp(stack, 'grace@example.com')
  const invoke = client.functions.invoke.bind(client.functions)
  Object.defineProperty(client, 'functions', {
    value: {
      invoke(...parts: Parameters<typeof invoke>) {
        requests++
        return invoke(...parts)
      },
    },
  })
  const counted = createHub({ supabase: client })
  const answers = await Promise.all(Array.from({ length: 1000 }, () => counted.dataModels.list()))
  expect(new Set(answers).size).toBe(1)
  expect(requests).toBe(1)
  counted.close()
})

test('a request that takes too long is aborted and says so', async () => {
  const hasty = createHub({ supabase: ada.client, timeoutMs: 1, retry: { maxAttempts: 1 } })
  expect(isHubTimeoutError(await hasty.dataModels.list().catch((error: unknown) => error))).toBe(true)
  hasty.close()
})

test('what was read is dropped when the user signs out', async () => {
  const { client } = await signUp(stack, 'eve@example.com')
  const theirs = createHub({ supabase: client })
  await client.auth.getSession()
  await theirs.dataModels.list()
  await client.auth.signOut()
  expect(theirs.queryClient.getQueryData(theirs.dataModels.keys.list())).toBeUndefined()
  theirs.close()
})
