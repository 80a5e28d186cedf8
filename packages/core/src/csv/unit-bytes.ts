import type { FileEncoding } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'

/**
 * Gives a JSON file's bytes in a form whose brackets and quotes are single bytes, and says how many of the file's bytes they stand for. Files of
 * UTF-16 become UTF-8; all others are so already.
 */
export interface UnitBytes {
  readonly isWide: boolean
  read(bytes: Uint8Array): Uint8Array
  /** How many bytes of the file lie behind the bytes that were read. */
  fileBytes(read: Uint8Array): number
}

/** Counts UTF-16 code units of UTF-8 bytes. */
function codeUnits(bytes: Uint8Array): number {
  let units = 0
  for (const byte of bytes) {
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
  }
  return units
}

export function createUnitBytes(encoding: FileEncoding): UnitBytes {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be')
    return { isWide: false, read: (bytes) => bytes, fileBytes: (read) => read.length }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const encoder = new TextEncoder()
  return {
    isWide: true,
    read(bytes) {
      try {
        return encoder.encode(decoder.decode(bytes, { stream: true }))
      } catch {
        throw new ImportFileError(
          'FILE_ENCODING',
          `This file has characters that are not ${encoding}. Save it as UTF-8 and choose it again.`,
        )
      }
    },
    fileBytes: (read) => codeUnits(read) * 2,
  }
}

/** Keeps count of the file's bytes behind those that were taken. */
export function createByteCount(units: UnitBytes) {
  let waiting: Uint8Array = new Uint8Array(0)
  let taken = 0
  let file = 0
  return {
    add(read: Uint8Array): void {
      if (!units.isWide) return
      const joined = new Uint8Array(waiting.length + read.length)
      joined.set(waiting)
      joined.set(read, waiting.length)
      waiting = joined
    },
    /** `consumed`: how many of the bytes that were read are taken by now. */
    take(consumed: number): void {
      const more = consumed - taken
      file += units.isWide ? units.fileBytes(waiting.subarray(0, more)) : more
      if (units.isWide) waiting = waiting.slice(more)
      taken = consumed
    },
    get fileBytes() {
      return file
    },
  }
}
