import type { DateNotation } from '../contracts/index.ts'
import { readDateAs } from '../transforms/read-date-as.ts'
import { readDigitsAs, unwrapNumber } from '../transforms/read-number-as.ts'
import {
  isRejected,
  readBoolean,
  readDate,
  readEmail,
  readNumber,
  readUrl,
} from '../validation/text-values.ts'

/** What a value may be: a set of bits, since many values may be several things. */
export const kind = {
  email: 1 << 0,
  url: 1 << 1,
  boolean: 1 << 2,
  /** `0` or `1`. */
  bit: 1 << 3,
  /** A number whose decimals a point begins. */
  dotNumber: 1 << 4,
  /** A number whose decimals a comma begins. */
  commaNumber: 1 << 5,
  ymd: 1 << 6,
  dmy: 1 << 7,
  mdy: 1 << 8,
  dmyShort: 1 << 9,
  mdyShort: 1 << 10,
  compact: 1 << 11,
  dayName: 1 << 12,
  nameDay: 1 << 13,
  phone: 1 << 14,
  /** Digits that may be a phone number where the header says so. */
  phoneDigits: 1 << 15,
  serial: 1 << 16,
  unixSeconds: 1 << 17,
  unixMilliseconds: 1 << 18,
  /** Digits that are a name and not an amount: a leading zero, or more of them than a number holds. */
  code: 1 << 19,
  /** A number with a separator in it. */
  separated: 1 << 20,
  percent: 1 << 21,
  currency: 1 << 22,
  /** A date with a time. */
  timed: 1 << 23,
  /** A number or a date that the validation doesn't read as it is. */
  wrapped: 1 << 24,
} as const

/** The kinds that are dates, with the notation that reads them. */
export const dateKinds: readonly (readonly [number, DateNotation])[] = [
  [kind.ymd, 'YYYY/MM/DD'],
  [kind.dmy, 'DD/MM/YYYY'],
  [kind.mdy, 'MM/DD/YYYY'],
  [kind.dmyShort, 'DD/MM/YY'],
  [kind.mdyShort, 'MM/DD/YY'],
  [kind.dayName, 'DD MMM YYYY'],
  [kind.nameDay, 'MMM DD YYYY'],
]

/** Every kind of date. */
export const anyDate = dateKinds.reduce((bits, [bit]) => bits | bit, 0)

const nullWords = new Set([
  'n/a',
  'na',
  '#n/a',
  'null',
  'nil',
  'none',
  'nan',
  '-',
  '--',
  '—',
  '–',
  '(null)',
  '(blank)',
  '(none)',
  '\\n',
  '#value!',
  '#ref!',
  '?',
  'k.a.',
  'n.a.',
  's/o',
])

/** Words that people and programs write where there is nothing. */
export function isNullWord(text: string): boolean {
  return text.length <= 8 && nullWords.has(text.toLowerCase())
}

const dateLike = /^\d{1,4}[/.\- ]\d{1,2}[/.\- ]\d{1,4}(?:\D|$)/
const namedLike = /\d{1,2}.*\p{L}{3}|\p{L}{3}.*\d{1,2}/u

function dateBits(text: string): number {
  if (text.length < 6 || text.length > 40) return 0
  let bits = 0
  if (dateLike.test(text)) {
    for (const [bit, notation] of dateKinds.slice(0, 5)) if (readDateAs(text, notation) !== null) bits |= bit
    // Dots are written day first wherever they are written.
    if (/^\d{1,2}\./.test(text)) {
      if (bits & kind.dmy) bits &= ~kind.mdy
      if (bits & kind.dmyShort) bits &= ~kind.mdyShort
    }
  } else if (namedLike.test(text)) {
    for (const [bit, notation] of dateKinds.slice(5)) if (readDateAs(text, notation) !== null) bits |= bit
  }
  if (bits === 0) return 0
  if (isRejected(readDate(text))) bits |= kind.wrapped
  return /\d[:h]\d{2}/.test(text) ? bits | kind.timed : bits
}

function numberBits(text: string): number {
  const unwrapped = unwrapNumber(text)
  if (unwrapped === null) return 0
  const { digits } = unwrapped
  if (/^\+\d{8,}$/.test(text)) return 0
  const whole = /^0\d/.test(digits)
  const count = digits.length > 15 ? digits.replaceAll(/\D/g, '').length : 0
  if ((whole && !unwrapped.currency) || (count > 15 && /^\d+$/.test(digits))) return kind.code
  let bits = 0
  if (readDigitsAs(digits, '.') !== null) bits |= kind.dotNumber
  if (readDigitsAs(digits, ',') !== null) bits |= kind.commaNumber
  if (bits === 0) return 0
  // A group of three behind a zero is a fraction: 0.125 is not 125.
  if (/^0\.\d{3}$/.test(digits)) bits &= ~kind.commaNumber
  if (/^0,\d{3}$/.test(digits)) bits &= ~kind.dotNumber
  if (/[.,]/.test(digits)) bits |= kind.separated
  if (unwrapped.percent) bits |= kind.percent
  if (unwrapped.currency !== null) bits |= kind.currency
  if (isRejected(readNumber(text))) bits |= kind.wrapped
  return bits
}

function integerBits(text: string): number {
  const value = Number(text)
  let bits = 0
  if (text.length >= 7 && text.length <= 15) bits |= kind.phoneDigits
  if (/^0\d/.test(text) || text.length > 15) return bits | kind.code
  bits |= kind.dotNumber | kind.commaNumber
  if (value <= 1) bits |= kind.bit
  if (value >= 10_000 && value <= 80_000) bits |= kind.serial
  if (text.length === 8 && readDateAs(text, 'YYYYMMDD') !== null && value >= 19_000_000 && value < 21_000_000)
    bits |= kind.compact
  if (text.length === 10 && value >= 900_000_000) bits |= kind.unixSeconds
  if (text.length === 13 && value >= 900_000_000_000) bits |= kind.unixMilliseconds
  return bits
}

const american = /^(?:\+?1[\s.-])?\(?\d{3}\)?[\s.-]\s?\d{3}[\s.-]\d{4}$/
const trunkZero = /^\(?0\d{1,5}\)?[\s/.-]\s?\(?\d[\d\s/.-]{3,14}$/
const international = /^(?:\+|00\s?)[1-9][\d\s().\-/]{5,22}$/
const extension = /\s*(?:ext\.?|x|#)\s*\d{1,5}$/i

function phoneBits(text: string): number {
  if (text.length < 7 || text.length > 32) return 0
  const number = text.replace(extension, '')
  const digits = number.replaceAll(/\D/g, '').length
  if (international.test(number)) return digits >= 8 && digits <= 17 ? kind.phone | kind.phoneDigits : 0
  if (digits < 7 || digits > 13) return 0
  if (american.test(number) || trunkZero.test(number)) return kind.phone | kind.phoneDigits
  return /^[\d\s().\-/]+$/.test(number) ? kind.phoneDigits : 0
}

/**
 * What a value may be. `text` is trimmed and not blank. A text that is nothing in particular has no bit.
 *
 * The bits of a column's values, joined by `&`, say what the whole column may be: that depends neither on their order nor on how they came.
 */
export function kindsOf(text: string): number {
  const first = text.charCodeAt(0)
  const isDigit = first >= 48 && first <= 57
  if (isDigit && /^\d+$/.test(text)) return integerBits(text)
  if (text.length > 300) return isRejected(readUrl(text)) ? 0 : kind.url
  if (text.includes('@')) return isRejected(readEmail(text)) ? 0 : kind.email
  if (!/\d/.test(text)) {
    if (text.length < 12 && !isRejected(readBoolean(text))) return kind.boolean
    return isUrl(text) ? kind.url : 0
  }
  if (isUrl(text)) return kind.url
  const dates = dateBits(text)
  if (dates !== 0) return dates
  return numberBits(text) | phoneBits(text)
}

function isUrl(text: string): boolean {
  if (/^https?:\/\//i.test(text)) return !isRejected(readUrl(text))
  return false
}
