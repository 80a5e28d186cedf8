import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentHash } from './content-hash.ts'

const MB = 1024 * 1024

/** A file that says which of its bytes were asked for, and is never read whole. */
function watchedFile(bytes: Uint8Array<ArrayBuffer>): { file: Blob; pieces: number[] } {
  const file = new Blob([bytes])
  const pieces: number[] = []
  const slice = file.slice.bind(file)
  file.slice = (from, to) => {
    const piece = slice(from, to)
    pieces.push(piece.size)
    return piece
  }
  file.arrayBuffer = () => Promise.reject(new Error('The file was read whole.'))
  return { file, pieces }
}

test('a small file is named by the SHA-256 of its content', async () => {
  const text = 'name\nAda\n'
  expect(await contentHash(new Blob([text]))).toBe(createHash('sha256').update(text).digest('hex'))
})

test('a large file is read in pieces of 4 MB, and each byte counts', async () => {
  const bytes = new Uint8Array(10 * MB + 1)
  const { file, pieces } = watchedFile(bytes)
  const hash = await contentHash(file)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(pieces).toEqual([4 * MB, 4 * MB, 2 * MB + 1])
  expect(await contentHash(new Blob([bytes]))).toBe(hash)
  for (const at of [0, 4 * MB, 10 * MB]) {
    const other = bytes.slice()
    other[at] = 1
    expect(await contentHash(new Blob([other]))).not.toBe(hash)
  }
  expect(await contentHash(new Blob([bytes.subarray(1)]))).not.toBe(hash)
})

test('hashing stops where it is asked to', async () => {
  const stop = AbortSignal.abort(new Error('stopped'))
  await expect(contentHash(new Blob(['x']), stop)).rejects.toThrow('stopped')
})
