import {
  createHub,
  isFileRejectedError,
  isHubApiError,
  isHubTimeoutError,
  type Fetched,
  type Hub,
  type ImportJob,
} from '@headwater/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contacts, signUp, startLocalSupabase, until, type LocalSupabase, type Person } from './data-hub.ts'

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

test('a file is stored once, imported once, and its rejected rows are explained', async () => {
  const model = await hub.dataModels.create({ ...contacts, name: 'From a file' })
  const file = new File(['name,amount\nAda,1\nAlan,x\n'], '../Kunden Größe.csv')
  const stored = await hub.imports.upload(file)
  expect(stored).toMatchObject({ fileType: 'csv', alreadyStored: false })
  expect(await hub.imports.upload(file)).toEqual({ ...stored, alreadyStored: true })
  const request = { model_id: model.id, file_url: stored.fileUrl, file_type: stored.fileType }
  const { id } = await hub.imports.create(request)
  const job = await until(
    async () => (await hub.imports.get(id)).data,
    ({ status }) => status === 'completed',
  )
  expect(job).toMatchObject({ total_records: 2, imported_records: 1, failed_records: 1 })
  const { data } = await hub.imports.errors(id)
  expect(data.errors[0]?.errors[0]?.message).toBe('amount is “x”. Expected a number.')
  const again = await hub.imports.create(request).catch((error: unknown) => error)
  expect(isHubApiError(again) && [again.code, again.importJobId]).toEqual(['IMPORT_DUPLICATE', id])
})

test('what happens to an import is pushed into the cache, and nothing is asked for again', async () => {
  const model = await hub.dataModels.create({ ...contacts, name: 'Watched' })
  const disconnect = hub.live.connect()
  await until(
    async () => hub.live.status.getSnapshot(),
    (status) => status === 'live',
  )
  const stored = await hub.imports.upload(new File(['name,amount\nGrace,1\n'], 'watched.csv'))
  const { id } = await hub.imports.create({
    model_id: model.id,
    file_url: stored.fileUrl,
    file_type: stored.fileType,
  })
  await hub.imports.get(id)
  const cached = await until(
    async () => hub.queryClient.getQueryData<Fetched<ImportJob>>(hub.imports.keys.detail(id)),
    (job) => job?.data.status === 'completed',
  )
  expect(cached?.data).toMatchObject({ status: 'completed', imported_records: 1 })
  disconnect()
  expect(hub.live.status.getSnapshot()).toBe('off')
})

test('a file that can never be imported is refused before it is sent', async () => {
  const codeOf = async (file: File) => {
    const error: unknown = await hub.imports.upload(file).catch((failure: unknown) => failure)
    return isFileRejectedError(error) ? error.code : 'none'
  }
  expect(await codeOf(new File(['x'], 'photo.png'))).toBe('FILE_TYPE')
  expect(await codeOf(new File([], 'empty.csv'))).toBe('FILE_EMPTY')
  expect(await codeOf(new File([new Uint8Array(11 * 1024 * 1024)], 'large.csv'))).toBe('FILE_TOO_LARGE')
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
