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

/** Reads a number as programs and spreadsheets write it; `1,234` and `1.234,5` mean different things in different countries and are rejected. */
export function readNumber(text: string): number | Rejected {
  if (plainNumber.test(text) || groupedNumber.test(text)) {
    const value = Number(text.replaceAll(',', ''))
    return Number.isFinite(value) ? value : { expected: 'a number that is not this large' }
  }
  if (/^[+-]?[\d.,\s]*\d$/.test(text)) return { expected: 'a number without separators, such as 1234.5' }
  return { expected: 'a number' }
}

const isoDate =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s?(Z|[+-]\d{2}:?\d{2}))?)?$/i

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Reads an ISO 8601 date, or a date and time, which is written in UTC; one without an offset is taken as UTC. */
export function readDate(text: string): string | Rejected {
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

/** Reads an email address, its domain in lower case. */
export function readEmail(text: string): string | Rejected {
  if (text.length > 254 || !email.test(text)) return { expected: 'an email address, such as ada@example.com' }
  const at = text.lastIndexOf('@')
  return text.slice(0, at) + text.slice(at).toLowerCase()
}
