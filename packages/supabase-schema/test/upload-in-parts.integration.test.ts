import { randomBytes } from 'node:crypto'
import { createHub } from '@headwater/core'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openBrokenLink, type BrokenLink } from './broken-link.ts'
import { startLocalSupabase, type LocalSupabase } from './data-hub.ts'

const MB = 1024 * 1024
const PART_BYTES = 6 * MB

let stack: LocalSupabase

beforeAll(async () => {
  stack = await startLocalSupabase()
  const sql = postgres(stack.dbUrl, { max: 1 })
  await sql`update storage.buckets set file_size_limit = ${100 * MB} where id = 'imports'`
  await sql.end()
})

afterAll(() => stack.stop())

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A browser's storage: what a closed tab leaves behind. */
function stubLocalStorage(): void {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    get length() {
      return kept.size
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  })
}

async function openTab(link: BrokenLink) {
  const supabase = createClient(link.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
  const { error } = await supabase.auth.signUp(credentials)
  if (error) await supabase.auth.signInWithPassword(credentials)
  return { supabase, hub: createHub({ supabase, maxImportBytes: 100 * MB }) }
}

type Tab = Awaited<ReturnType<typeof openTab>>

async function storedBytes({ supabase }: Tab, fileUrl: string): Promise<Buffer> {
  const { data } = await supabase.storage.from('imports').download(fileUrl)
  return Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer())
}

function largeFile(bytes = 4 * PART_BYTES + 1000): { file: File; content: Buffer } {
  const content = randomBytes(bytes)
  return { file: new File([new Uint8Array(content)], 'large.csv'), content }
}

test('a connection that breaks within a part costs that part alone', async () => {
  await using link = await openBrokenLink(stack.apiUrl)
  const tab = await openTab(link)
  const { file, content } = largeFile()
  link.breakAt(2 * PART_BYTES + 3 * MB)
  const progress: number[] = []
  const stored = await tab.hub.imports.upload(file, {
    onProgress: ({ loadedBytes }) => progress.push(loadedBytes),
  })
  expect(stored.alreadyStored).toBe(false)
  expect(link.uploads).toContain('HEAD')
  expect(link.sentBytes).toBeLessThanOrEqual(content.length + PART_BYTES)
  expect(progress.at(-1)).toBe(content.length)
  expect((await storedBytes(tab, stored.fileUrl)).equals(content)).toBe(true)
  tab.hub.close()
})

test('an upload that a closed tab broke off goes on in another one', async () => {
  stubLocalStorage()
  await using link = await openBrokenLink(stack.apiUrl)
  const { file, content } = largeFile()
  const first = await openTab(link)
  const closing = new AbortController()
  const closed = first.hub.imports.upload(file, {
    signal: closing.signal,
    onProgress: ({ loadedBytes }) => {
      if (loadedBytes >= 2 * PART_BYTES) closing.abort(new Error('The tab was closed.'))
    },
  })
  await expect(closed).rejects.toThrow('The tab was closed.')
  first.hub.close()
  const second = await openTab(link)
  const stored = await second.hub.imports.upload(file)
  expect(link.uploads.filter((method) => method === 'POST')).toHaveLength(1)
  expect(link.sentBytes).toBeLessThanOrEqual(content.length + PART_BYTES)
  expect((await storedBytes(second, stored.fileUrl)).equals(content)).toBe(true)
  expect(localStorage).toHaveLength(0)
  second.hub.close()
})

test('an upload that the server has forgotten begins anew', async () => {
  stubLocalStorage()
  await using link = await openBrokenLink(stack.apiUrl)
  const { file, content } = largeFile(2 * PART_BYTES)
  const tab = await openTab(link)
  const closing = new AbortController()
  const closed = tab.hub.imports.upload(file, {
    signal: closing.signal,
    onProgress: () => closing.abort(new Error('The tab was closed.')),
  })
  await expect(closed).rejects.toThrow('The tab was closed.')
  const name = localStorage.key(0) ?? ''
  const url = localStorage.getItem(name)?.split(' ')[1] ?? ''
  const { data } = await tab.supabase.auth.getSession()
  const authorization = `Bearer ${data.session?.access_token ?? ''}`
  await fetch(url, { method: 'DELETE', headers: { authorization, 'tus-resumable': '1.0.0' } })
  const stored = await tab.hub.imports.upload(file)
  expect((await storedBytes(tab, stored.fileUrl)).equals(content)).toBe(true)
  tab.hub.close()
})

test('the same large file is stored once', async () => {
  await using link = await openBrokenLink(stack.apiUrl)
  const tab = await openTab(link)
  const { file } = largeFile(PART_BYTES + 1)
  const stored = await tab.hub.imports.upload(file)
  const before = link.sentBytes
  expect(await tab.hub.imports.upload(file)).toEqual({ ...stored, alreadyStored: true })
  expect(link.sentBytes).toBe(before)
  tab.hub.close()
})
