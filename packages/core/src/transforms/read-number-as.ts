/** What stands around a number's digits. */
export interface NumberText {
  /** Digits with their separators. */
  digits: string
  negative: boolean
  percent: boolean
  /** A currency's sign or code, or null. */
  currency: string | null
}

const signs = '$€£¥₹₽₺₩₪₫₱฿₴₦¢'
const codes =
  'EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RSD|JPY|CNY|INR|BRL|MXN|CAD|AUD|NZD|ZAR|TRY|RUB|UAH|ILS|AED|SAR|QAR|SGD|HKD|TWD|KRW|THB|IDR|MYR|PHP|VND|COP|CLP|ARS|PEN|EGP|NGN|KES|MAD|PKR'
const currencyBefore = new RegExp(`^(?:(?:US|CA|AU|NZ|R|A|C|HK|S)\\$|[${signs}]|(?:${codes})(?![A-Za-z]))`)
const currencyAfter = new RegExp(`(?:[${signs}]|\\s(?:kr\\.?|zł|Kč|Fr\\.?)|(?<![A-Za-z])(?:${codes}))$`)
const spaces = /[\u00a0\u202f\u2009]/g

/** Takes signs, currencies and percent signs from around a number; null where no digit is left. */
export function unwrapNumber(text: string): NumberText | null {
  let rest = text.trim()
  if (rest.length > 60 || !/\d/.test(rest)) return null
  let negative = false
  const bracketed = /^\((.*)\)$/.exec(rest)
  if (bracketed) {
    negative = true
    rest = (bracketed[1] ?? '').trim()
  }
  const takeSign = () => {
    const sign = /^[-+−–]/.exec(rest)?.[0]
    if (sign === undefined) return
    if (sign !== '+') negative = true
    rest = rest.slice(1).trim()
  }
  takeSign()
  let currency = currencyBefore.exec(rest)?.[0] ?? null
  if (currency !== null) rest = rest.slice(currency.length).trim()
  takeSign()
  let percent = false
  if (rest.endsWith('%')) {
    percent = true
    rest = rest.slice(0, -1).trim()
  } else if (currency === null) {
    currency = currencyAfter.exec(rest)?.[0].trim() ?? null
    if (currency !== null) rest = rest.slice(0, -currency.length).trim()
  }
  const trailing = /^(.*\d)-$/.exec(rest)
  if (trailing) {
    negative = true
    rest = trailing[1] ?? ''
  }
  return { digits: rest.replaceAll(spaces, ' '), negative, percent, currency }
}

const plain = { '.': /^(\d*)(?:\.(\d+))?$/, ',': /^(\d*)(?:,(\d+))?$/ } as const
const grouped = {
  '.': /^(\d{1,3}([,'’ ])\d{3}(?:\2\d{3})*)(?:\.(\d+))?$/,
  ',': /^(\d{1,3}([.'’ ])\d{3}(?:\2\d{3})*)(?:,(\d+))?$/,
} as const
/** Lakhs and crores: `12,34,567.5`. */
const indian = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d+))?$/
const scientific = {
  '.': /^(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})$/,
  ',': /^(\d+(?:,\d+)?)[eE]([+-]?\d{1,3})$/,
} as const

/** Reads digits with their separators; gives them as programs write numbers, or null. */
export function readDigitsAs(digits: string, decimal: '.' | ','): string | null {
  const simple = plain[decimal].exec(digits)
  if (simple && digits !== '') {
    const [, whole = '', part] = simple
    return part === undefined ? whole : `${whole === '' ? '0' : whole}.${part}`
  }
  const groups = grouped[decimal].exec(digits)
  if (groups) {
    const whole = (groups[1] ?? '').replaceAll(/\D/g, '')
    return groups[3] === undefined ? whole : `${whole}.${groups[3]}`
  }
  const lakhs = decimal === '.' ? indian.exec(digits) : null
  if (lakhs) {
    const whole = (lakhs[1] ?? '').replaceAll(',', '')
    return lakhs[2] === undefined ? whole : `${whole}.${lakhs[2]}`
  }
  const power = scientific[decimal].exec(digits)
  return power ? `${(power[1] ?? '').replace(',', '.')}e${power[2] ?? '0'}` : null
}

/**
 * Reads a number with its separators, currency, percent sign and sign; gives it as programs write it, digit for digit, or null.
 *
 * @example
 * readNumberAs('(1.234,50 €)', ',') // '-1234.50'
 */
export function readNumberAs(text: string, decimal: '.' | ','): string | null {
  const unwrapped = unwrapNumber(text)
  const digits = unwrapped === null ? null : readDigitsAs(unwrapped.digits, decimal)
  if (unwrapped === null || digits === null) return null
  return unwrapped.negative ? `-${digits}` : digits
}
