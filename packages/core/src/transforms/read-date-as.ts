import type { DateNotation } from '../contracts/index.ts'
import { monthOf } from './month-names.ts'

const timePart =
  /^(?:[T,]?\s*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i

const numeric = /^(\d{1,4})([/.\- ])(\d{1,2})\2(\d{4}|\d{2}|\d)(?!\d)(.*)$/
const dayFirst =
  /^(?:\p{L}{2,10}\.?,?\s+)?(\d{1,2})(?:\.|st|nd|rd|th)?[\s\-/]*(?:de\s+)?(\p{L}{3,11})\.?[\s\-/,]*(?:de\s+)?(\d{4}|\d{2})(?!\d)(.*)$/u
const monthFirst =
  /^(?:\p{L}{2,10}\.?,?\s+)??(\p{L}{3,11})\.?[\s\-/]+(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/]+(\d{4}|\d{2})(?!\d)(.*)$/u
const compact = /^(\d{4})(\d{2})(\d{2})$/

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Years of two digits: 69 to 99 are of the last century. Source: POSIX, `strptime`. */
function fullYear(text: string): number {
  const year = Number(text)
  return text.length > 2 ? year : year + (year >= 69 ? 1900 : 2000)
}

/** The time behind a date, as ISO 8601 writes it: '' without one, null where the rest is none. */
function isoTime(rest: string): string | null {
  const match = timePart.exec(rest.trim())
  if (!match) return null
  const [, hourText, minute, second = '00', fraction, half, zone] = match
  if (hourText === undefined || minute === undefined) return zone === undefined ? '' : null
  let hour = Number(hourText)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const offset = zone === undefined ? '' : /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z'
  return `T${pad(hour)}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}${offset}`
}

function isoOf(year: number, month: number, day: number, rest: string): string | null {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return null
  const time = isoTime(rest)
  return time === null ? null : `${pad(year, 4)}-${pad(month)}-${pad(day)}${time}`
}

/** Days of Excel begin with 1 on 1900-01-01; its 1900 has a February 29 that never was. Source: ECMA-376 part 1, 18.17.4.1. */
function isoOfSerial(text: string): string | null {
  if (!/^\d{1,6}(?:\.\d+)?$/.test(text)) return null
  const serial = Number(text)
  if (serial < 61 || serial > 2_958_465) return null
  const iso = new Date(Math.round((serial - 25_569) * 86_400) * 1000).toISOString()
  return Number.isInteger(serial) ? iso.slice(0, 10) : iso.slice(0, 19)
}

function isoOfUnix(text: string, digits: RegExp, unitMs: number): string | null {
  return digits.test(text) ? new Date(Number(text) * unitMs).toISOString() : null
}

/**
 * Reads a date written in a notation; gives it as `YYYY-MM-DD`, with `THH:MM:SS` and its offset where it has a time, or null.
 *
 * @example
 * readDateAs('3.4.2026', 'DD/MM/YYYY') // '2026-04-03'
 */
export function readDateAs(text: string, notation: DateNotation): string | null {
  switch (notation) {
    case 'YYYYMMDD': {
      const match = compact.exec(text)
      return match ? isoOf(Number(match[1]), Number(match[2]), Number(match[3]), '') : null
    }
    case 'excel-serial':
      return isoOfSerial(text)
    case 'unix-seconds':
      return isoOfUnix(text, /^\d{9,10}$/, 1000)
    case 'unix-milliseconds':
      return isoOfUnix(text, /^\d{12,13}$/, 1)
    case 'DD MMM YYYY': {
      const match = dayFirst.exec(text)
      const month = match ? monthOf(match[2] ?? '') : null
      if (!match || month === null) return null
      return isoOf(fullYear(match[3] ?? ''), month, Number(match[1]), match[4] ?? '')
    }
    case 'MMM DD YYYY': {
      const match = monthFirst.exec(text)
      const month = match ? monthOf(match[1] ?? '') : null
      if (!match || month === null) return null
      return isoOf(fullYear(match[3] ?? ''), month, Number(match[2]), match[4] ?? '')
    }
    default:
      return readNumeric(text, notation)
  }
}

function readNumeric(text: string, notation: DateNotation): string | null {
  const match = numeric.exec(text)
  if (!match) return null
  const [, first = '', , second = '', third = '', rest = ''] = match
  if (notation === 'YYYY/MM/DD') {
    return first.length === 4 && third.length <= 2
      ? isoOf(Number(first), Number(second), Number(third), rest)
      : null
  }
  const yearChars = notation.endsWith('YYYY') ? 4 : 2
  if (first.length > 2 || third.length !== yearChars) return null
  const [day, month] = notation.startsWith('DD') ? [first, second] : [second, first]
  return isoOf(fullYear(third), Number(month), Number(day), rest)
}
