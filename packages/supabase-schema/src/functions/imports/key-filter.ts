import type { RecordData } from '@headwater/core/contracts'

/** Bits that each key sets. */
const HASHES = 4

/** The least and the most bytes of a filter. */
const BYTES = { min: 8 * 1024, max: 8 * 1024 * 1024 }

/** Bytes of a file for each byte of its filter: about ten bits a row. */
const FILE_BYTES_PER_BYTE = 40

const beyondAscii = /[^\0-\x7f]/

/**
 * Writes a key so that keys which the database takes for equal are written alike. It may write different ones alike too: letter case, accents and forms of
 * letters are left out wherever they are.
 */
export function looseKey(data: RecordData, keyFields: readonly string[]): string {
  const textOf = (value: RecordData[string] | undefined) =>
    typeof value === 'string' ? value.trim() : JSON.stringify(value ?? null)
  const text = keyFields.map((name) => textOf(data[name])).join('\u001f')
  if (!beyondAscii.test(text)) return text.toLowerCase()
  // Letter by letter: a whole word's lower case depends on where its letters stand.
  const lower = Array.from(text, (letter) => letter.toLowerCase()).join('')
  return lower.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ς', 'σ')
}

/** Two hashes of 32 bits, from which all others follow. Source: FNV-1a; Kirsch and Mitzenmacher, "Less Hashing, Same Performance". */
function hashesOf(text: string): [number, number] {
  let [left, right] = [0x811c9dc5, 0x9747b28c]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    left = Math.imul(left ^ code, 0x01000193)
    right = Math.imul(right ^ code, 0x85ebca6b)
    right ^= right >>> 13
  }
  return [left >>> 0, (right >>> 0) | 1]
}

/**
 * Tells keys that come for the first time from those that may have come before, in memory that doesn't grow (a Bloom filter). Most files have no key
 * twice: only rows that may are looked at again, in the database.
 */
export interface KeyFilter {
  /** Adds a key; gives whether it may have been added before. False is sure. */
  add(key: string): boolean
  /** What {@link createKeyFilter} goes on from. */
  readonly bytes: Uint8Array
}

/** How many bytes a file's filter has. */
export function filterBytes(fileBytes: number): number {
  const wanted = Math.max(BYTES.min, Math.min(fileBytes / FILE_BYTES_PER_BYTE, BYTES.max))
  return 2 ** Math.ceil(Math.log2(wanted))
}

/** Makes a filter out of the bytes of an earlier one, or of zeros; their number is a power of two. */
export function createKeyFilter(bytes: Uint8Array): KeyFilter {
  const mask = bytes.length * 8 - 1
  return {
    add(key) {
      const [first, second] = hashesOf(key)
      let known = true
      for (let hash = 0; hash < HASHES; hash++) {
        const bit = (first + Math.imul(hash, second)) & mask
        const [at, flag] = [bit >>> 3, 1 << (bit & 7)]
        const byte = bytes[at] ?? 0
        if ((byte & flag) === 0) known = false
        bytes[at] = byte | flag
      }
      return known
    },
    bytes,
  }
}
