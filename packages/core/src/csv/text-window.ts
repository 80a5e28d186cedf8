import { ImportFileError } from '../errors/import-file-error.ts'
import { assertText, byteOrderMarkLength, SIGNATURE_BYTES } from './file-signature.ts'

/** The decoded part of a file that no row has taken yet, with the byte at which it begins. */
export interface TextWindow {
  readonly text: string
  /** Where `text` begins, in bytes from the file's beginning. */
  readonly byte: number
  push(bytes: Uint8Array): void
  end(): void
  /** Drops the first `chars` characters. */
  take(chars: number): void
}

const encoder = new TextEncoder()

/**
 * Decodes UTF-8 strictly and keeps count of bytes, so that a position between two rows is exact to the byte.
 * @throws ImportFileError FILE_NOT_TEXT, FILE_ENCODING.
 */
export function createTextWindow({ byte: firstByte }: { byte: number }): TextWindow {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let head: Uint8Array | null = firstByte === 0 ? new Uint8Array(0) : null
  let text = ''
  let byte = firstByte
  let ascii = true

  function decode(bytes: Uint8Array, stream: boolean): void {
    let decoded: string
    try {
      decoded = decoder.decode(bytes, { stream })
    } catch {
      throw new ImportFileError(
        'FILE_ENCODING',
        'This file has characters that are not UTF-8. Save it as CSV (UTF-8) and choose that file.',
      )
    }
    if (decoded.includes('\0')) {
      throw new ImportFileError(
        'FILE_NOT_TEXT',
        'This file has NUL bytes, so it is not UTF-8 text. Save the data as CSV (UTF-8) and choose that file.',
      )
    }
    ascii &&= decoded.length === bytes.length
    text += decoded
  }

  function openHead(bytes: Uint8Array): void {
    assertText(bytes)
    const mark = byteOrderMarkLength(bytes)
    byte = mark
    head = null
    decode(bytes.subarray(mark), true)
  }

  return {
    get text() {
      return text
    },
    get byte() {
      return byte
    },
    push(bytes) {
      if (head === null) return decode(bytes, true)
      const joined = new Uint8Array(head.length + bytes.length)
      joined.set(head)
      joined.set(bytes, head.length)
      head = joined
      if (joined.length >= SIGNATURE_BYTES) openHead(joined)
    },
    end() {
      if (head !== null) openHead(head)
      decode(new Uint8Array(0), false)
    },
    take(chars) {
      byte += ascii ? chars : encoder.encode(text.slice(0, chars)).length
      text = text.slice(chars)
      if (text === '') ascii = true
    },
  }
}
