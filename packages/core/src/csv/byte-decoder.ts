import type { FileEncoding } from '../contracts/index.ts'

/** Turns a file's bytes into text, strictly. */
export interface ByteDecoder {
  /** Decodes what follows the bytes before. Of a faulty chunk `text` is what precedes the fault. */
  decode(bytes: Uint8Array): { text: string; fault: DecodeFault | null }
  /** What is left over when no byte follows. */
  end(): DecodeFault | null
  /** How many bytes a text takes in the file. */
  byteLength(text: string): number
}

/** Why bytes can't be of the encoding: they are of no character, or they read as text of another encoding. */
export type DecodeFault = 'invalid' | 'utf-8-inside'

const encoder = new TextEncoder()

/** How long the sequence is that a byte begins, or 0 where none begins with it. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1
  if (byte >= 0xc2 && byte < 0xe0) return 2
  if (byte >= 0xe0 && byte < 0xf0) return 3
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

/** Tells whether the bytes from `at` on begin a whole, valid sequence of several bytes; -1 where the end cuts it. */
export function utf8SequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const length = sequenceLength(first)
  const second = bytes[at + 1]
  if (length === 0) return 0
  if (second !== undefined) {
    if (first === 0xe0 && second < 0xa0) return 0
    if (first === 0xed && second > 0x9f) return 0
    if (first === 0xf0 && second < 0x90) return 0
    if (first === 0xf4 && second > 0x8f) return 0
  }
  for (let index = 1; index < length; index++) {
    if (at + index >= bytes.length) return -1
    if (!isContinuation(bytes[at + index])) return 0
  }
  return length
}

/** The place of the first byte that is not of UTF-8; a sequence that the end cuts is none. */
function firstInvalid(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : utf8SequenceAt(bytes, at)
    if (length === 0) return at
    if (length < 0) return bytes.length
    at += length
  }
  return bytes.length
}

/** How many bytes at the end begin a sequence that isn't whole. */
function cutTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (isContinuation(byte)) continue
    return byte >= 0x80 && utf8SequenceAt(bytes, bytes.length - back) === -1 ? back : 0
  }
  return 0
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

function createUtf8Decoder(): ByteDecoder {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let carry: Uint8Array = new Uint8Array(0)
  return {
    decode(chunk) {
      const bytes = join(carry, chunk)
      const tail = cutTail(bytes)
      carry = tail === 0 ? new Uint8Array(0) : bytes.slice(bytes.length - tail)
      const whole = tail === 0 ? bytes : bytes.subarray(0, bytes.length - tail)
      try {
        return { text: decoder.decode(whole), fault: null }
      } catch {
        return { text: decoder.decode(whole.subarray(0, firstInvalid(whole))), fault: 'invalid' }
      }
    },
    end: () => (carry.length === 0 ? null : 'invalid'),
    byteLength: (text) => encoder.encode(text).length,
  }
}

function createUtf16Decoder(encoding: 'utf-16le' | 'utf-16be'): ByteDecoder {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const decode = (bytes: Uint8Array, stream: boolean): ReturnType<ByteDecoder['decode']> => {
    try {
      return { text: decoder.decode(bytes, { stream }), fault: null }
    } catch {
      return { text: '', fault: 'invalid' }
    }
  }
  return {
    decode: (bytes) => decode(bytes, true),
    end: () => decode(new Uint8Array(0), false).fault,
    byteLength: (text) => text.length * 2,
  }
}

/** Bytes 0x80 to 0x9F of Windows-1252; those without a character stay control characters. Source: WHATWG Encoding Standard. */
const windowsHigh =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Bytes 0x80 to 0xFF of MacRoman. Source: WHATWG Encoding Standard. */
const macHigh =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ' +
  '\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

/** The character of each byte of a single-byte encoding. */
export function characterTable(encoding: 'windows-1252' | 'iso-8859-1' | 'macintosh'): string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte < 0x80) return String.fromCharCode(byte)
    if (encoding === 'macintosh') return macHigh[byte - 0x80] ?? ''
    return byte < 0xa0 ? (windowsHigh[byte - 0x80] ?? '') : String.fromCharCode(byte)
  })
}

/**
 * Tells letters of UTF-8 that a single-byte file can't mean: `Ã¼`, `Â°`, `â€™`. Capital letters whose second byte is a quotation mark or a
 * dash of Windows-1252 are left alone.
 */
export function isTellingUtf8(first: number, second: number, third: number): boolean {
  if (first === 0xc3) return second >= 0x80 && second <= 0xbf && (second < 0x91 || second > 0x97)
  if (first === 0xc2) return second >= 0xa0 && second <= 0xbf
  return (
    first === 0xe2 &&
    ((second === 0x80 && third >= 0x93 && third <= 0xa6) || (second === 0x82 && third === 0xac))
  )
}

function firstTelling(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= 0xc2 && isTellingUtf8(byte, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)) return at
  }
  return -1
}

function createSingleByteDecoder(encoding: 'windows-1252' | 'iso-8859-1' | 'macintosh'): ByteDecoder {
  const table = characterTable(encoding)
  let decoder: TextDecoder | null = null
  try {
    decoder = new TextDecoder(encoding === 'macintosh' ? 'macintosh' : 'windows-1252')
  } catch {
    // A runtime with few encodings: the table stands in.
  }
  let last: Uint8Array = new Uint8Array(0)

  const read = (bytes: Uint8Array): string => {
    if (decoder) return decoder.decode(bytes)
    let text = ''
    for (const byte of bytes) text += table[byte] ?? ''
    return text
  }
  return {
    decode(bytes) {
      // In MacRoman those pairs are root signs and other symbols; they mean nothing either.
      const seen = join(last, bytes)
      const at = firstTelling(seen)
      const old = last.length
      last = seen.slice(-2)
      if (at >= 0) return { text: read(bytes.subarray(0, Math.max(at - old, 0))), fault: 'utf-8-inside' }
      return { text: read(bytes), fault: null }
    },
    end: () => null,
    byteLength: (text) => text.length,
  }
}

/** Makes the strict decoder of an encoding, for bytes that begin at a character's beginning and behind a byte order mark. */
export function createByteDecoder(encoding: FileEncoding): ByteDecoder {
  switch (encoding) {
    case 'utf-8':
      return createUtf8Decoder()
    case 'utf-16le':
    case 'utf-16be':
      return createUtf16Decoder(encoding)
    case 'windows-1252':
    case 'iso-8859-1':
    case 'macintosh':
      return createSingleByteDecoder(encoding)
  }
}
