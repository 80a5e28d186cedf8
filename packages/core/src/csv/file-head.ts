import type { FileEncoding } from '../contracts/index.ts'
import { assertText, byteOrderMarkLength, SIGNATURE_BYTES } from './file-signature.ts'
import type { SourceRow } from './source-rows.ts'

/**
 * Holds a file's first bytes back until they show that it is text, and hands on what follows their byte order mark; from a checkpoint on everything.
 * @throws ImportFileError FILE_NOT_TEXT, FILE_ENCODING
 */
export function createFileHead(options: {
  encoding: FileEncoding
  /** Where reading begins, in bytes. */
  from: number
  read: (bytes: Uint8Array) => SourceRow[]
}): {
  push(bytes: Uint8Array): SourceRow[]
  end(): SourceRow[]
  /** Where in the file the first byte stood that was handed on. */
  readonly base: number
} {
  const { encoding, read } = options
  let base = options.from
  let head: Uint8Array | null = base === 0 ? new Uint8Array(0) : null

  function open(bytes: Uint8Array): SourceRow[] {
    assertText(bytes, encoding)
    head = null
    base = byteOrderMarkLength(bytes, encoding)
    return read(bytes.subarray(base))
  }

  return {
    push(bytes) {
      if (head === null) return read(bytes)
      const joined = new Uint8Array(head.length + bytes.length)
      joined.set(head)
      joined.set(bytes, head.length)
      head = joined
      return joined.length >= SIGNATURE_BYTES ? open(joined) : []
    },
    end: () => (head === null ? [] : open(head)),
    get base() {
      return base
    },
  }
}
