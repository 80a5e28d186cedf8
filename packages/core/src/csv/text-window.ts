import type { FileEncoding } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { createByteDecoder, type DecodeFault } from './byte-decoder.ts'
import { assertText, byteOrderMarkLength, SIGNATURE_BYTES } from './file-signature.ts'

/** The decoded part of a file that no row has taken yet, with the byte at which it begins. */
export interface TextWindow {
  readonly text: string
  /** Where `text` begins, in bytes from the file's beginning. */
  readonly byte: number
  /** Why nothing can be decoded behind `text`, or null. */
  readonly fault: DecodeFault | null
  push(bytes: Uint8Array): void
  end(): void
  /** Drops the first `chars` characters. */
  take(chars: number): void
}

/**
 * Decodes strictly and keeps count of bytes, so that a position between two rows is exact to the byte.
 * @throws ImportFileError FILE_NOT_TEXT, FILE_ENCODING (a byte order mark of another encoding).
 */
export function createTextWindow(options: { byte: number; encoding: FileEncoding }): TextWindow {
  const { encoding } = options
  const decoder = createByteDecoder(encoding)
  let head: Uint8Array | null = options.byte === 0 ? new Uint8Array(0) : null
  let text = ''
  let byte = options.byte
  let fault: DecodeFault | null = null
  // As long as each character took one byte, places are known without encoding anything.
  let plain = true

  function decode(bytes: Uint8Array): void {
    if (fault !== null) return
    const decoded = decoder.decode(bytes)
    fault = decoded.fault
    if (decoded.text.includes('\0')) {
      throw new ImportFileError(
        'FILE_NOT_TEXT',
        'This file has NUL bytes, so it is not text. Save the data as CSV (UTF-8) and choose that file.',
      )
    }
    plain &&= decoded.text.length === bytes.length
    text = text === '' ? decoded.text : text + decoded.text
  }

  function openHead(bytes: Uint8Array): void {
    assertText(bytes, encoding)
    const mark = byteOrderMarkLength(bytes, encoding)
    byte = mark
    head = null
    decode(bytes.subarray(mark))
  }

  return {
    get text() {
      return text
    },
    get byte() {
      return byte
    },
    get fault() {
      return fault
    },
    push(bytes) {
      if (head === null) return decode(bytes)
      const joined = new Uint8Array(head.length + bytes.length)
      joined.set(head)
      joined.set(bytes, head.length)
      head = joined
      if (joined.length >= SIGNATURE_BYTES) openHead(joined)
    },
    end() {
      if (head !== null) openHead(head)
      fault ??= decoder.end()
    },
    take(chars) {
      byte += plain ? chars : decoder.byteLength(text.slice(0, chars))
      text = text.slice(chars)
      if (text === '') plain = true
    },
  }
}
