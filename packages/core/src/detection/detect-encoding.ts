import type { FileEncoding } from '../contracts/index.ts'
import { characterTable, isTellingUtf8, utf8SequenceAt } from '../csv/byte-decoder.ts'
import { markedEncoding } from '../csv/file-signature.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import type { Detected } from './detected.ts'
import { because } from './reading-reasons.ts'

/** A file's encoding, and where it stops being so. */
export interface DetectedEncoding extends Detected<FileEncoding> {
  /** The byte from which on the file is of another encoding, or null. */
  changesAt: number | null
  /** Whether the letters look like those of no encoding that is read here. */
  unsure?: boolean
  /** Whether it has plain characters alone: other parts of the file may show more. */
  plain?: boolean
}

/** Tells UTF-16 by its zeros: in text of any language, digits, spaces and line ends have one in the same half of each unit. */
function utf16WithoutMark(bytes: Uint8Array): DetectedEncoding | null {
  const seen = Math.min(bytes.length, 8192)
  let [even, odd] = [0, 0]
  for (let at = 0; at < seen; at++) {
    if (bytes[at] !== 0) continue
    if (at % 2 === 0) even++
    else odd++
  }
  const enough = Math.max(2, seen * 0.03)
  const value =
    odd > enough && even <= odd / 20 ? 'utf-16le' : even > enough && odd <= even / 20 ? 'utf-16be' : null
  if (value === null) return null
  return { value, confidence: 0.9, reason: because('EVERY_OTHER_BYTE_ZERO'), changesAt: null }
}

interface HighBytes {
  /** Sequences of UTF-8 of several bytes. */
  sequences: number
  firstSequence: number
  /** Bytes above 0x7F that are of no such sequence. */
  loose: number
  firstLoose: number
}

function highBytesOf(bytes: Uint8Array): HighBytes {
  const found: HighBytes = { sequences: 0, firstSequence: -1, loose: 0, firstLoose: -1 }
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    const length = utf8SequenceAt(bytes, at)
    if (length < 0) break
    if (length === 0) {
      if (found.loose++ === 0) found.firstLoose = at
    } else {
      if (found.sequences++ === 0) found.firstSequence = at
      at += length - 1
    }
  }
  return found
}

const isLetter = (character: string) => /\p{L}/u.test(character)
const isLower = (character: string) => /\p{Ll}/u.test(character)
const isUpper = (character: string) => /\p{Lu}/u.test(character)

/** How well one character sits between its neighbours, in texts of people. */
function fit(before: string, character: string, after: string): number {
  if (/[\u0080-\u009f]/.test(character)) return -4
  if (/[\u2018\u2019]/.test(character)) {
    if (isLetter(before) && isLetter(after)) return 1
    return isLetter(before) || isLetter(after) || /[\d.,!?\s]/.test(before) ? 0.8 : -0.5
  }
  if (/[\u201c\u201d\u201e\u00ab\u00bb]/.test(character))
    return isLetter(before) && isLetter(after) ? -1.5 : 0.8
  if (/[–—…•·°€£§©®™¡¿×½¼¾ªº\u00a0\u202f]/.test(character)) {
    return isLetter(before) && isLetter(after) ? -1.5 : 0.6
  }
  if (!isLetter(character)) return -1.5
  // Letters that the languages of single-byte files have none of, or hardly any.
  const rare = /[ŸŽžƒˆıˇΩπÐðÞþ]/.test(character) ? 1.2 : /[šŠ]/.test(character) ? 0.6 : 0
  if (isLower(character)) return (isLetter(before) || isLetter(after) ? 1 : 0.2) - rare
  // A capital behind a small letter: JosŽ, MŸller.
  if (isLower(before)) return -1.5 - rare
  if (isUpper(before) || isLower(after) || isUpper(after)) return 0.9 - rare
  return 0.1 - rare
}

const word = /^(?:s|t|d|m|ll|re|ve)$/i

/** A quote inside a word stands where English or French have one: `it’s`, `l’eau`. */
function apostropheFits(text: string, at: number): boolean {
  const left = /\p{L}*$/u.exec(text.slice(Math.max(at - 20, 0), at))?.[0] ?? ''
  const right = /^\p{L}*/u.exec(text.slice(at + 1, at + 20))?.[0] ?? ''
  return (
    left.length <= 2 ||
    word.test(right) ||
    /^(?:aujourd|jusqu|lorsqu|puisqu|quelqu)$/i.test(left) ||
    isUpper(right[0] ?? '')
  )
}

/** The average fit of the characters that bytes above 0x7F stand for. */
function plausibility(bytes: Uint8Array, encoding: 'windows-1252' | 'macintosh'): number {
  const table = characterTable(encoding)
  let sum = 0
  let count = 0
  for (let at = 0; at < bytes.length && count < 2000; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    const character = table[byte] ?? ''
    const [before, after] = [table[bytes[at - 1] ?? 32] ?? ' ', table[bytes[at + 1] ?? 32] ?? ' ']
    let score = fit(before, character, after)
    if (character === '\u2019' && isLetter(before) && isLetter(after)) {
      const near = Array.from(
        bytes.subarray(Math.max(at - 20, 0), at + 20),
        (value) => table[value] ?? '',
      ).join('')
      if (!apostropheFits(near, Math.min(at, 20))) score = -1
    }
    sum += score
    count++
  }
  return count === 0 ? 0 : sum / count
}

/** Whether over half of the letters are accented, as no language of a single-byte file here has them. */
function isOtherAlphabet(bytes: Uint8Array): boolean {
  let [high, plain] = [0, 0]
  for (const byte of bytes) {
    if (byte >= 0x80) high++
    else if ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)) plain++
  }
  return high > 20 && high > plain
}

function singleByte(bytes: Uint8Array): DetectedEncoding {
  const told = westernEncoding(bytes)
  if (!isOtherAlphabet(bytes)) return told
  return {
    ...told,
    confidence: 0.2,
    unsure: true,
    reason: [...told.reason, ...because('MOSTLY_ACCENTED')],
  }
}

function westernEncoding(bytes: Uint8Array): DetectedEncoding {
  const fromWindows = bytes.some((byte, at) => byte === 13 && bytes[at + 1] === 10)
  // Line ends of Windows speak for its encoding.
  const windows = plausibility(bytes, 'windows-1252') + (fromWindows ? 0.2 : 0)
  const mac = plausibility(bytes, 'macintosh')
  if (mac > windows + 0.25) {
    const confidence = Math.min(0.95, 0.6 + (mac - windows) / 4)
    return {
      value: 'macintosh',
      confidence,
      reason: because('MAC_LETTERS_FIT'),
      changesAt: null,
    }
  }
  const confidence = Math.max(0.5, Math.min(0.95, 0.7 + (windows - mac) / 6))
  const control = bytes.some((byte) => byte >= 0x80 && byte < 0xa0)
  if (control || fromWindows) {
    const reason = control ? because('WINDOWS_SIGNS') : because('WINDOWS_LINE_ENDS')
    return { value: 'windows-1252', confidence, reason, changesAt: null }
  }
  return {
    value: 'iso-8859-1',
    confidence,
    reason: because('ACCENTED_LETTERS_ALONE'),
    changesAt: null,
  }
}

/** Characters that no text has: a picture, a program, a database. */
function assertNoBinary(bytes: Uint8Array): void {
  let strange = 0
  for (const byte of bytes) {
    if (byte === 0) strange += 100
    else if (
      byte < 32 &&
      byte !== 9 &&
      byte !== 10 &&
      byte !== 13 &&
      byte !== 1 &&
      byte !== 12 &&
      byte !== 26 &&
      (byte < 27 || byte > 31)
    )
      strange++
  }
  if (strange === 0 || strange < bytes.length / 100) return
  throw new ImportFileError(
    'FILE_NOT_TEXT',
    'This file has bytes that no text has. Save the data as CSV (UTF-8) and choose that file.',
  )
}

function lineStart(bytes: Uint8Array, at: number): number {
  let start = at
  while (start > 0 && bytes[start - 1] !== 10 && bytes[start - 1] !== 13) start--
  return start
}

/** A file that begins in one encoding and goes on in another: from which byte on. */
function changeIn(bytes: Uint8Array, found: HighBytes): DetectedEncoding {
  if (found.firstSequence < found.firstLoose) {
    const changesAt = found.firstLoose
    return {
      value: 'utf-8',
      confidence: 0.6,
      reason: because('UTF8_AT_FIRST'),
      changesAt,
    }
  }
  for (let at = found.firstLoose; at < bytes.length; at++) {
    if (isTellingUtf8(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) && (bytes[at] ?? 0) >= 0xc2) {
      const before = singleByte(bytes.subarray(0, lineStart(bytes, at)))
      const reason = [...before.reason, ...because('UTF8_FURTHER_DOWN')]
      return { ...before, confidence: Math.min(before.confidence, 0.6), reason, changesAt: at }
    }
  }
  return singleByte(bytes)
}

/**
 * Tells the encoding of a file's beginning.
 * @throws ImportFileError FILE_NOT_TEXT where it is no text.
 */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0 && bytes.length >= 4) {
    throw new ImportFileError(
      'FILE_ENCODING',
      'This file is encoded as UTF-32. Save it as CSV (UTF-8) and choose that file.',
    )
  }
  const marked = markedEncoding(bytes)
  if (marked !== null && marked !== 'utf-8') {
    return { value: marked, confidence: 1, reason: because('BYTE_ORDER_MARK'), changesAt: null }
  }
  const wide = marked === null ? utf16WithoutMark(bytes) : null
  if (wide) return wide
  assertNoBinary(bytes)
  const found = highBytesOf(bytes)
  if (found.loose > 0 && found.sequences > 0) return changeIn(bytes, found)
  if (found.loose > 0) return singleByte(bytes)
  if (marked === 'utf-8')
    return { value: 'utf-8', confidence: 1, reason: because('BYTE_ORDER_MARK'), changesAt: null }
  return found.sequences > 0
    ? { value: 'utf-8', confidence: 0.99, reason: because('UTF8_LETTERS'), changesAt: null }
    : {
        value: 'utf-8',
        confidence: 0.9,
        reason: because('PLAIN_CHARACTERS'),
        changesAt: null,
        plain: true,
      }
}

/**
 * Tells the encoding of a file whose beginning has plain characters alone from other parts of it, which may begin and end inside a letter; null
 * where they show no more.
 */
export function encodingOfParts(parts: readonly Uint8Array[]): DetectedEncoding | null {
  for (const part of parts) {
    let from = 0
    while (from < 4 && ((part[from] ?? 0) & 0xc0) === 0x80) from++
    const found = highBytesOf(part.subarray(from))
    if (found.loose === 0 && found.sequences === 0) continue
    const told: DetectedEncoding =
      found.loose === 0
        ? {
            value: 'utf-8',
            confidence: 0.97,
            reason: because('UTF8_LETTERS'),
            changesAt: null,
          }
        : singleByte(part.subarray(from))
    return {
      ...told,
      confidence: Math.min(told.confidence, 0.9),
      reason: [...told.reason, ...because('PLAIN_AT_FIRST')],
    }
  }
  return null
}
