/** A value that a field's type could not take: what was expected, for people. */
export interface Rejected {
  expected: string
}

/** Tells a rejection from a value. */
export function isRejected(value: unknown): value is Rejected {
  return typeof value === 'object' && value !== null && 'expected' in value
}

const plainNumber = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i
/** Two groups of thousands, or one and a decimal point, can only be meant one way. */
const groupedNumber = /^[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)$/

/** A number as most cells have it: up to fifteen digits, and a point among them. */
function isPlainNumber(text: string): boolean {
  const { length } = text
  if (length > 16) return false
  let point = -1
  for (let at = text.charCodeAt(0) === 45 ? 1 : 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) continue
    if (code !== 46 || point >= 0) return false
    point = at
  }
  const last = text.charCodeAt(length - 1)
  return last >= 48 && last <= 57 && point !== 0 && text.charCodeAt(point - 1) !== 45
}

/** Reads a number as programs and spreadsheets write it; `1,234` and `1.234,5` mean different things in different countries and are rejected. */
export function readNumber(text: string): number | Rejected {
  return isPlainNumber(text) ? Number(text) : readAnyNumber(text)
}

/** {@link readNumber} without its short way. */
export function readAnyNumber(text: string): number | Rejected {
  if (plainNumber.test(text) || groupedNumber.test(text)) {
    const value = Number(text.replaceAll(',', ''))
    return Number.isFinite(value) ? value : { expected: 'a number that is not this large' }
  }
  if (/^[+-]?[\d.,\s]*\d$/.test(text)) return { expected: 'a number without separators, such as 1234.5' }
  return { expected: 'a number' }
}

const isoDate =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s?(Z|[+-]\d{2}:?\d{2}))?)?$/i

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return isLeap ? 29 : (monthDays[month - 1] ?? 0)
}

/** The number that two digits of a text mean, or NaN. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

/** A date as most cells have it, `2026-01-31`, that exists. */
function isPlainDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** Reads an ISO 8601 date, or a date and time, which is written in UTC; one without an offset is taken as UTC. */
export function readDate(text: string): string | Rejected {
  return isPlainDate(text) ? text : readAnyDate(text)
}

/** {@link readDate} without its short way. */
export function readAnyDate(text: string): string | Rejected {
  const match = isoDate.exec(text)
  if (!match) {
    return {
      expected: /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(text)
        ? 'a date as year-month-day, such as 2026-01-31'
        : 'a date, such as 2026-01-31',
    }
  }
  const [, year = '', , month = '', day = '', hour, minute, second = '00', offset = 'Z'] = match
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return { expected: 'a date that exists' }
  if (hour === undefined) return `${year}-${month}-${day}`
  const zone = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) ? { expected: 'a time that exists' } : time.toISOString()
}

/** Yes, true and on in English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish. */
const yes = new Set(
  'true yes y t 1 on ja j wahr oui o vrai si sí s verdadero vero sim verdadeiro waar sann sant'.split(' '),
)
const no = new Set('false no n f 0 off nein falsch non faux falso não nao nee onwaar nej falskt'.split(' '))

/** Reads yes or no as people write it, in the languages of the words above. */
export function readBoolean(text: string): boolean | Rejected {
  if (text === 'true') return true
  if (text === 'false') return false
  const word = text.toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : { expected: 'true or false' }
}

/** Reads an http or https address. */
export function readUrl(text: string): string | Rejected {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && !/\s/.test(text)
    ? text
    : { expected: 'a web address that begins with https:// or http://' }
}

const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** An address as most cells have it: small letters, digits, dots, dashes; its domain as it will be written. */
function isPlainEmail(text: string): boolean {
  const { length } = text
  if (length > 254) return false
  let at = -1
  let dot = -1
  let previous = 46
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      previous = code
      continue
    }
    if (code === 46) {
      if (previous === 46 || (at >= 0 && previous === 45)) return false
      dot = index
    } else if (code === 64) {
      if (at >= 0 || previous === 46) return false
      at = index
    } else if (code === 45) {
      if (at >= 0 && previous === 46) return false
    } else if (at >= 0 || (code !== 43 && code !== 95)) return false
    // What follows a dot or the sign begins anew.
    previous = code === 64 ? 46 : code
  }
  // The last label has letters alone; a label of over 63 characters is left to the whole rule.
  if (at < 1 || dot < at || length - dot < 3 || length - at > 63) return false
  for (let index = dot + 1; index < length; index++) if (text.charCodeAt(index) < 97) return false
  return true
}

/** Reads an email address, its domain in lower case. */
export function readEmail(text: string): string | Rejected {
  return isPlainEmail(text) ? text : readAnyEmail(text)
}

/** {@link readEmail} without its short way. */
export function readAnyEmail(text: string): string | Rejected {
  if (text.length > 254 || !email.test(text)) return { expected: 'an email address, such as ada@example.com' }
  const at = text.lastIndexOf('@')
  return text.slice(0, at) + text.slice(at).toLowerCase()
}
