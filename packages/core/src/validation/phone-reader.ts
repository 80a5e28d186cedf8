import metadata from 'libphonenumber-js/metadata.min'
import { isSupportedCountry, parsePhoneNumberWithError } from 'libphonenumber-js/min'
import type { Rejected } from './text-values.ts'

const expected = 'a phone number with its country code, such as +1 201 555 0123'
const separators = /[\s().-]/g
const international = /^\+[1-9]\d{6,14}$/

/** The places of a country's facts in libphonenumber's metadata. */
const NATIONAL_PATTERN = 2
const NATIONAL_PREFIX = 5
const NATIONAL_PREFIX_FOR_PARSING = 7
const NATIONAL_PREFIX_TRANSFORM = 8
const LEADING_DIGITS = 10
const TYPE_PATTERNS = 11

type Accepts = (national: string) => boolean

function wholeOf(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}

/** The test of one calling code, or null where only the library can tell, because several countries share the code. */
function compile(country: readonly unknown[], shared: boolean): Accepts | null {
  const national = country[NATIONAL_PATTERN]
  if (typeof national !== 'string' || country[LEADING_DIGITS]) return null
  if (!shared && country[NATIONAL_PREFIX_FOR_PARSING]) return null
  const whole = wholeOf(national)
  const types = country[TYPE_PATTERNS]
  const kinds = (Array.isArray(types) ? types : []).flatMap((type: unknown) =>
    Array.isArray(type) && typeof type[0] === 'string' ? [wholeOf(type[0])] : [],
  )
  if (kinds.length === 0) return shared ? null : (digits) => whole.test(digits)
  return (digits) => whole.test(digits) && kinds.some((kind) => kind.test(digits))
}

function compileTable(): Map<string, Accepts> {
  const table = new Map<string, Accepts>()
  for (const [callingCode, countries] of Object.entries(metadata.country_calling_codes)) {
    const first = countries[0]
    const facts: unknown = first === undefined ? undefined : metadata.countries[first]
    const accepts = Array.isArray(facts) ? compile(facts, countries.length > 1) : null
    if (accepts) table.set(callingCode, accepts)
  }
  return table
}

let table: Map<string, Accepts> | null = null

/**
 * Whether an international number is surely valid: told from a table of patterns out of libphonenumber's own metadata, many times faster than
 * the library. A `false` only means that the library has to be asked.
 */
function isSurelyValid(e164: string): boolean {
  table ??= compileTable()
  for (let length = 1; length <= 3; length++) {
    const accepts = table.get(e164.slice(1, 1 + length))
    if (accepts) return accepts(e164.slice(1 + length))
  }
  return false
}

/** Turns the digits of a national number into E.164 where that is surely valid and can be meant one way only, else null. */
type ReadNational = (digits: string) => string | null

/** Makes what reads a region's own numbers, or null where the library has to. */
function compileNational(region: string): ReadNational | null {
  const found: unknown = Object.entries(metadata.countries).find(([country]) => country === region)?.[1]
  if (!Array.isArray(found)) return null
  const facts: readonly unknown[] = found
  const [callingCode, pattern, prefix] = [facts[0], facts[NATIONAL_PATTERN], facts[NATIONAL_PREFIX]]
  if (typeof callingCode !== 'string' || typeof pattern !== 'string') return null
  const whole = wholeOf(pattern)
  if (callingCode === '1') {
    // Ten digits of North America have no prefix; their area codes begin with none.
    return (digits) => (/^[2-9]\d{9}$/.test(digits) && isSurelyValid(`+1${digits}`) ? `+1${digits}` : null)
  }
  if (prefix !== '0' || facts[NATIONAL_PREFIX_FOR_PARSING] || facts[NATIONAL_PREFIX_TRANSFORM]) return null
  return (digits) => {
    if (!digits.startsWith('0') || digits.startsWith('00') || whole.test(digits)) return null
    const e164 = `+${callingCode}${digits.slice(1)}`
    return whole.test(digits.slice(1)) && isSurelyValid(e164) ? e164 : null
  }
}

/** Writes a phone number as E.164 by the library alone: the truth that {@link createPhoneReader} agrees with. */
export function readPhoneByLibrary(text: string, region: string): string | Rejected {
  try {
    const phone = parsePhoneNumberWithError(
      text,
      isSupportedCountry(region) ? { defaultCountry: region } : {},
    )
    return phone.isValid() && phone.ext === undefined ? phone.number : { expected }
  } catch {
    return { expected }
  }
}

/** A plus and digits alone. */
function isCompact(text: string): boolean {
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) return false
  }
  return text.charCodeAt(0) === 43
}

/** How many numbers that only the library could read are remembered: files repeat them, and words like `n/a`. */
const MAX_REMEMBERED = 2000
const MAX_REMEMBERED_CHARS = 32

/** Makes the function that writes phone numbers as E.164 (`+12015550123`); a national number is read as `region`'s. */
export function createPhoneReader(region: string): (text: string) => string | Rejected {
  const readNational = compileNational(region)
  const remembered = new Map<string, string | Rejected>()

  function readSlowly(text: string): string | Rejected {
    if (text.length > MAX_REMEMBERED_CHARS) return readPhoneByLibrary(text, region)
    const known = remembered.get(text)
    if (known !== undefined) return known
    const read = readPhoneByLibrary(text, region)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(text, read)
    return read
  }

  return (text) => {
    const compact = isCompact(text) ? text : text.replace(separators, '')
    if (compact.startsWith('+')) {
      if (international.test(compact) && isSurelyValid(compact)) return compact
    } else if (readNational && /^\d{6,14}$/.test(compact)) {
      const national = readNational(compact)
      if (national !== null) return national
    }
    return readSlowly(text)
  }
}
