import { afterEach, expect, test } from 'vitest'
import type { ImportJob } from '../contracts/index.ts'
import { createHub, type Hub } from '../create-hub.ts'
import { isHubApiError, isHubNetworkError, isHubTimeoutError } from '../errors/hub-errors.ts'
import {
  createMemorySupabase,
  memorySend,
  problemAnswer,
  sampleJob,
  sampleJobErrors,
  sampleModel,
  sampleRecords,
  sampleUser,
  type MemorySupabaseOptions,
} from './index.ts'

const hubs: Hub[] = []

afterEach(() => {
  for (const hub of hubs.splice(0)) hub.close()
})

function memoryHub(options: MemorySupabaseOptions = {}, hubOptions: { timeoutMs?: number } = {}) {
  const supabase = createMemorySupabase({ stepMs: 1, ...options })
  const hub = createHub({ supabase, send: memorySend(supabase), retry: { maxAttempts: 1 }, ...hubOptions })
  hubs.push(hub)
  return { hub, supabase }
}

async function until<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  const deadline = Date.now() + 5000
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`Not in time: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  )

const codeOf = (error: unknown) => (isHubApiError(error) ? [error.status, error.code] : error)

const fields = [
  { id: 'a', name: 'name', type: 'text' as const, required: true },
  { id: 'b', name: 'amount', type: 'number' as const },
]

async function importFile(hub: Hub, text: string, modelId: string, finished = true): Promise<ImportJob> {
  const { fileUrl, fileType } = await hub.imports.upload(new File([text], 'people.csv'))
  const { id } = await hub.imports.create({ model_id: modelId, file_url: fileUrl, file_type: fileType })
  const isDone = ({ status }: ImportJob) => !finished || !['pending', 'processing'].includes(status)
  return until(async () => (await hub.imports.get(id)).data, isDone)
}

test('a user is signed in from the start', async () => {
  const { supabase } = memoryHub()
  const { data } = await supabase.auth.getUser()
  expect(data.user).toMatchObject({ id: sampleUser.id, email: sampleUser.email })
  expect((await supabase.auth.getSession()).data.session?.user.id).toBe(sampleUser.id)
})

test('nobody signed in is refused as the API does it', async () => {
  const { hub } = memoryHub({ user: null })
  expect(codeOf(await failureOf(hub.dataModels.list()))).toEqual([401, 'UNAUTHORIZED'])
})

test('models are made, listed newest first, changed and deleted with their records', async () => {
  const { hub } = memoryHub({ models: [sampleModel()] })
  const model = await hub.dataModels.create({ name: 'People', fields })
  expect((await hub.dataModels.list()).data.map(({ name }) => name)).toEqual(['People', 'Customers'])
  await hub.records.create({ model_id: model.id, data: { name: 'Ada', amount: '2' } })
  const [first, second] = fields
  if (!first || !second) throw new Error('There are two fields.')
  await hub.records.list({ model_id: model.id })
  await hub.dataModels.update(model.id, { fields: [{ ...first, name: 'person' }, second] })
  const { data } = await hub.records.list({ model_id: model.id })
  expect(data.records.map((record) => record.data)).toEqual([{ person: 'Ada', amount: 2 }])
  await hub.dataModels.remove(model.id)
  hub.queryClient.clear()
  expect(codeOf(await failureOf(hub.dataModels.get(model.id)))).toEqual([404, 'NOT_FOUND'])
  expect(codeOf(await failureOf(hub.records.list({ model_id: model.id })))).toEqual([404, 'NOT_FOUND'])
})

test('a faulty model is refused with the path of each fault', async () => {
  const { hub } = memoryHub()
  const error = await failureOf(hub.dataModels.create({ name: '', fields: [] }))
  expect(isHubApiError(error) && error.issues.map(({ path }) => path)).toEqual(['name', 'fields'])
})

test('records are sorted, filtered, searched and paged', async () => {
  const model = sampleModel()
  const { hub } = memoryHub({ models: [model], records: sampleRecords(model, 30) })
  const list = async (query: object) => (await hub.records.list({ model_id: model.id, ...query })).data
  const spent = (await list({ sort: { field: 'spent', direction: 'desc' }, limit: 3, offset: 1 })).records
  expect(spent.map(({ data }) => data['spent'])).toEqual([481, 462, 444])
  const filters = [
    { field: 'plan', operator: 'eq', value: 'Team' },
    { field: 'spent', operator: 'gte', value: 400 },
  ]
  const team = await list({ filters })
  expect(team.total).toBeGreaterThan(0)
  expect(team.records.every(({ data }) => data['plan'] === 'Team' && Number(data['spent']) >= 400)).toBe(true)
  expect((await list({ search: 'GRACE' })).total).toBe(3)
  expect(codeOf(await failureOf(list({ sort: { field: 'nothing', direction: 'asc' } })))).toEqual([
    422,
    'VALIDATION_FAILED',
  ])
})

test('a record that lacks the sorted value comes last in both directions', async () => {
  const { hub } = memoryHub()
  const { id } = await hub.dataModels.create({ name: 'People', fields })
  const records = [{ name: 'no amount' }, { name: 'two', amount: 2 }, { name: 'ten', amount: 10 }]
  await hub.records.bulkImport({ model_id: id, records })
  for (const [direction, names] of [
    ['asc', ['two', 'ten', 'no amount']],
    ['desc', ['ten', 'two', 'no amount']],
  ] as const) {
    const { data } = await hub.records.list({ model_id: id, sort: { field: 'amount', direction } })
    expect(data.records.map((record) => record.data['name'])).toEqual(names)
  }
})

test('a record is changed, cleared in part, and kept unique', async () => {
  const model = sampleModel()
  const [first, second] = sampleRecords(model, 2)
  if (!first || !second) throw new Error('There are two records.')
  const { hub } = memoryHub({ models: [model], records: [first, second] })
  const changed = await hub.records.update(first.id, { phone: null, spent: '7' })
  expect(changed.data).toEqual({ ...first.data, phone: undefined, spent: 7 })
  const email = JSON.stringify(second.data['email']).slice(1, -1).toUpperCase()
  expect(codeOf(await failureOf(hub.records.update(first.id, { email })))).toEqual([409, 'NOT_UNIQUE'])
  expect(codeOf(await failureOf(hub.records.update(first.id, { name: null })))).toEqual([
    422,
    'VALIDATION_FAILED',
  ])
  await hub.records.remove(second.id)
  expect((await hub.records.list({ model_id: model.id })).data.total).toBe(1)
})

test('a key repeats an answer, and refuses another request', async () => {
  const { hub } = memoryHub()
  const options = { idempotencyKey: 'once' }
  const model = await hub.dataModels.create({ name: 'People', fields }, options)
  expect(await hub.dataModels.create({ name: 'People', fields }, options)).toEqual(model)
  expect((await hub.dataModels.list()).data).toHaveLength(1)
  expect(codeOf(await failureOf(hub.dataModels.create({ name: 'Other', fields }, options)))).toEqual([
    409,
    'IDEMPOTENCY_MISMATCH',
  ])
})

test('a file is imported by itself, and its rejected rows are explained page by page', async () => {
  const { hub } = memoryHub({ rowsPerStep: 7 })
  const model = await hub.dataModels.create({ name: 'People', fields })
  const rows = Array.from({ length: 40 }, (_, index) => `Person ${index},${index % 10 === 3 ? 'x' : index}`)
  const job = await importFile(hub, `name,amount\n${rows.join('\n')}\n`, model.id)
  expect(job).toMatchObject({
    status: 'completed',
    total_records: 40,
    processed_records: 40,
    imported_records: 36,
    failed_records: 4,
  })
  const { data: page } = await hub.imports.errors(job.id, { offset: 1, limit: 2 })
  expect(page.total).toBe(4)
  expect(page.errors.map(({ row_number, errors }) => [row_number, errors[0]?.field])).toEqual([
    [15, 'amount'],
    [25, 'amount'],
  ])
  expect((await hub.records.list({ model_id: model.id })).data.total).toBe(36)
})

test('an upload tells its progress, and the same file is neither stored nor imported twice', async () => {
  const { hub } = memoryHub()
  const model = await hub.dataModels.create({ name: 'People', fields })
  const job = await importFile(hub, 'name,amount\nAda,1\n', model.id)
  const loaded: number[] = []
  const again = await hub.imports.upload(new File(['name,amount\nAda,1\n'], 'people.csv'))
  expect(again.alreadyStored).toBe(true)
  await hub.imports.upload(new File(['name\nAlan\n'], 'b.csv'), {
    onProgress: ({ loadedBytes }) => loaded.push(loadedBytes),
  })
  expect(loaded.at(-1)).toBe(10)
  const request = { model_id: model.id, file_url: again.fileUrl, file_type: again.fileType }
  const error = await failureOf(hub.imports.create(request))
  expect(isHubApiError(error) && [error.code, error.importJobId]).toEqual(['IMPORT_DUPLICATE', job.id])
  const allowed = await hub.imports.create({ ...request, allow_duplicate: true })
  expect(allowed.id).not.toBe(job.id)
})

test('a cancelled import stops, keeps what it imported, and can’t be cancelled again', async () => {
  const { hub } = memoryHub({ rowsPerStep: 1, stepMs: 3 })
  const model = await hub.dataModels.create({ name: 'People', fields })
  const rows = Array.from({ length: 500 }, (_, index) => `Person ${index},1`).join('\n')
  const { id } = await importFile(hub, `name,amount\n${rows}\n`, model.id, false)
  await until(
    async () => (await hub.imports.get(id)).data,
    (job) => job.imported_records > 2,
  )
  const cancelled = await hub.imports.cancel(id)
  expect(cancelled.status).toBe('cancelled')
  expect(cancelled.imported_records).toBeLessThan(500)
  expect(codeOf(await failureOf(hub.imports.cancel(id)))).toEqual([409, 'IMPORT_FINISHED'])
  expect((await hub.records.list({ model_id: model.id })).data.total).toBe(cancelled.imported_records)
})

test('a file that is to be imported whole is refused for one invalid row', async () => {
  const { hub } = memoryHub()
  const model = await hub.dataModels.create({ name: 'People', fields })
  const { fileUrl, fileType } = await hub.imports.upload(new File(['name,amount\nAda,1\nAlan,x\n'], 'a.csv'))
  const request = { model_id: model.id, file_url: fileUrl, file_type: fileType, on_invalid: 'block' as const }
  const { id } = await hub.imports.create(request)
  const job = await until(
    async () => (await hub.imports.get(id)).data,
    ({ status }) => status === 'failed',
  )
  expect(job).toMatchObject({ error_code: 'ROWS_INVALID', imported_records: 0, failed_records: 1 })
  expect((await hub.imports.errors(id)).data.errors.map(({ row_number }) => row_number)).toEqual([3])
  expect((await hub.records.list({ model_id: model.id })).data.total).toBe(0)
})

test('a file that is to be imported whole is refused for a unique value that a record has', async () => {
  const model = sampleModel()
  const records = sampleRecords(model, 1)
  const { hub } = memoryHub({ models: [model], records })
  const taken = JSON.stringify(records[0]?.data['email']).slice(1, -1)
  const stored = await hub.imports.upload(new File([`name,email\nA,new@example.com\nB,${taken}\n`], 'a.csv'))
  const request = { model_id: model.id, file_url: stored.fileUrl, file_type: stored.fileType }
  const { id } = await hub.imports.create({ ...request, on_invalid: 'block' })
  const job = await until(
    async () => (await hub.imports.get(id)).data,
    ({ status }) => status === 'failed',
  )
  expect(job).toMatchObject({ error_code: 'ROWS_INVALID', imported_records: 0, failed_records: 1 })
  expect((await hub.records.list({ model_id: model.id })).data.total).toBe(1)
})

test('a row whose unique value is taken, in the model or earlier in the file, is rejected', async () => {
  const model = sampleModel()
  const records = sampleRecords(model, 1)
  const { hub } = memoryHub({ models: [model], records })
  const taken = JSON.stringify(records[0]?.data['email']).slice(1, -1)
  const job = await importFile(hub, `name,email\nA,${taken}\nB,b@example.com\nC,B@example.com\n`, model.id)
  expect(job).toMatchObject({ imported_records: 1, failed_records: 2 })
  const { errors } = (await hub.imports.errors(job.id)).data
  expect(errors.map((error) => [error.row_number, error.errors[0]?.code])).toEqual([
    [2, 'NOT_UNIQUE'],
    [4, 'NOT_UNIQUE'],
  ])
})

test('an import whose required field has no sure column fails and says which', async () => {
  const { hub } = memoryHub()
  const model = await hub.dataModels.create({ name: 'People', fields })
  const job = await importFile(hub, 'amount,stuff\n1,2\n', model.id)
  expect(job).toMatchObject({ status: 'failed', error_code: 'MAPPING_REQUIRED', imported_records: 0 })
  expect(job.error_message).toContain('name')
})

test('what is pushed reaches the cache without asking again', async () => {
  let reads = 0
  const { hub } = memoryHub({
    fail: ({ url, method }) => {
      if (method === 'GET' && /\/import-jobs\/[^/]+$/.test(url)) reads++
      return null
    },
  })
  const leave = hub.live.connect()
  await until(
    async () => hub.live.status.getSnapshot(),
    (status) => status === 'live',
  )
  const model = await hub.dataModels.create({ name: 'People', fields })
  const { id } = await importFile(hub, 'name,amount\nAda,1\n', model.id, false)
  const key = hub.imports.keys.detail(id)
  await until(
    async () => hub.queryClient.getQueryData<{ data: ImportJob }>(key)?.data.status,
    (status) => status === 'completed',
  )
  expect(reads).toBe(1)
  leave()
})

test('without a live channel the hub polls', async () => {
  const { hub } = memoryHub({ realtime: 'down' })
  const leave = hub.live.connect()
  const status = await until(
    async () => hub.live.status.getSnapshot(),
    (now) => now !== 'connecting' && now !== 'off',
  )
  expect(status).toBe('polling')
  leave()
})

test('a failure takes the answer’s place: a problem, a lost connection, a late answer', async () => {
  const problem = memoryHub({
    fail: () => problemAnswer('UNAVAILABLE', 'Try later.', { retryAfterSeconds: 2 }),
  })
  const refused = await failureOf(problem.hub.dataModels.list())
  expect(isHubApiError(refused) && [refused.status, refused.retryAfterMs]).toEqual([503, 2000])
  const offline = memoryHub({
    fail: () => {
      throw new TypeError('Failed to fetch')
    },
  })
  expect(isHubNetworkError(await failureOf(offline.hub.dataModels.list()))).toBe(true)
  const slow = memoryHub({ latencyMs: 60_000 }, { timeoutMs: 20 })
  expect(isHubTimeoutError(await failureOf(slow.hub.dataModels.list()))).toBe(true)
})

test('what it starts with is shown, and the samples are the same each time', async () => {
  const model = sampleModel()
  const job = sampleJob()
  const { hub } = memoryHub({ models: [model], jobs: [job], errors: sampleJobErrors(job) })
  expect((await hub.imports.list({ modelId: model.id })).data).toEqual([job])
  expect((await hub.imports.errors(job.id)).data).toEqual({ errors: sampleJobErrors(job), total: 2 })
  expect(sampleRecords(model, 5)).toEqual(sampleRecords(model, 5))
})
