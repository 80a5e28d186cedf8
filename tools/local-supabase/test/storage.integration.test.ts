import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { clientOf, project, signUp } from './people.ts'

let stack: LocalSupabase
let ada: Awaited<ReturnType<typeof signUp>>
let alan: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  stack = await startLocalSupabase({ project })
  ada = await signUp(stack, 'ada@example.com')
  alan = await signUp(stack, 'alan@example.com')
})

afterAll(() => stack.stop())

const bucketOf = ({ client }: typeof ada) => client.storage.from('large')

async function put(name: string, text = 'name\nAda\n', type = 'text/csv'): Promise<string> {
  const path = `${ada.id}/${name}`
  const { error } = await bucketOf(ada).upload(path, new Blob([text], { type }))
  if (error) throw error
  return path
}

test('A signed address serves one file to whoever has it, until it expires', async () => {
  const path = await put('signed.csv')
  const { data, error } = await bucketOf(ada).createSignedUrl(path, 60)
  expect(error).toBeNull()
  const response = await fetch(data?.signedUrl ?? '')
  expect([response.status, await response.text()]).toEqual([200, 'name\nAda\n'])
  expect((await fetch((data?.signedUrl ?? '').replace('signed.csv', 'other.csv'))).ok).toBe(false)
  const { data: expired } = await bucketOf(ada).createSignedUrl(path, -10)
  expect((await fetch(expired?.signedUrl ?? `${stack.apiUrl}/storage/v1/object/sign/x`)).ok).toBe(false)
  expect((await bucketOf(alan).createSignedUrl(path, 60)).error).not.toBeNull()
})

test('Several addresses are signed at once, and a file that isn’t there is named', async () => {
  const path = await put('many.csv')
  const { data } = await bucketOf(ada).createSignedUrls([path, `${ada.id}/absent.csv`], 60)
  expect(data?.map((entry) => [entry.path, entry.error === null])).toEqual([
    [path, true],
    [`${ada.id}/absent.csv`, false],
  ])
  expect((await fetch(data?.[0]?.signedUrl ?? '')).status).toBe(200)
})

test('A download gets the name that is asked for', async () => {
  const path = await put('named.csv')
  const { data } = await bucketOf(ada).createSignedUrl(path, 60, { download: 'customers.csv' })
  const response = await fetch(data?.signedUrl ?? '')
  expect(response.headers.get('content-disposition')).toContain('customers.csv')
})

test('A folder is listed with its files and folders, and nobody else’s', async () => {
  await put('list/b.csv')
  await put('list/a.csv')
  await put('list/deeper/c.csv')
  const { data } = await bucketOf(ada).list(`${ada.id}/list`)
  expect(data?.map(({ name, id }) => [name, id === null])).toEqual([
    ['deeper', true],
    ['a.csv', false],
    ['b.csv', false],
  ])
  expect(data?.[1]?.metadata).toMatchObject({ mimetype: 'text/csv', size: 9 })
  expect((await bucketOf(alan).list(`${ada.id}/list`)).data).toEqual([])
})

test('A file is copied by who may read it, and removed by nobody without a policy', async () => {
  const path = await put('original.csv')
  expect((await bucketOf(ada).copy(path, `${ada.id}/copy.csv`)).error).toBeNull()
  expect(await (await bucketOf(ada).download(`${ada.id}/copy.csv`)).data?.text()).toBe('name\nAda\n')
  expect((await bucketOf(alan).copy(path, `${alan.id}/stolen.csv`)).error).not.toBeNull()
  await bucketOf(ada).remove([path])
  expect((await bucketOf(ada).download(path)).error).toBeNull()
  const service = clientOf(stack, stack.secretKey)
  expect((await service.storage.from('large').remove([path])).error).toBeNull()
  expect((await bucketOf(ada).download(path)).error).not.toBeNull()
})

test('A file’s name keeps spaces and letters of other languages out of its way', async () => {
  const path = await put('a b (1) & c.csv')
  expect((await bucketOf(ada).download(path)).error).toBeNull()
  expect((await bucketOf(ada).info(path)).data).toMatchObject({ size: 9, contentType: 'text/csv' })
  expect((await bucketOf(ada).exists(path)).data).toBe(true)
  expect((await bucketOf(ada).exists(`${ada.id}/absent.csv`)).data).toBe(false)
})
