/** A cell's value as the workbook's reader gives it. */
export type SheetValue = string | number | boolean | Date | null | undefined

/** Days of time alone: Excel's day 0. */
const DAY_ZERO = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const iso = date.toISOString()
  const sinceZero = date.getTime() - DAY_ZERO
  if (sinceZero > 0 && sinceZero < DAY_MS) return iso.slice(11, 19)
  return date.getTime() % DAY_MS === 0 ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** A number digit for digit: spreadsheets show no exponent for whole numbers that they hold. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Number.isInteger(value)) return BigInt(value).toString()
  // What sums of decimals leave behind the fifteenth digit is shown by no spreadsheet.
  return String(Number(value.toPrecision(15)))
}

/** `00000`: digits that are padded with zeros, as zip codes are. */
function paddedWidth(numberFormat: string | undefined): number {
  return numberFormat !== undefined && /^0{2,}$/.test(numberFormat) ? numberFormat.length : 0
}

/** Writes a cell as text: dates as ISO 8601, numbers without grouping, with the leading zeros that their format shows. */
export function cellText(value: SheetValue, numberFormat?: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return dateText(value)
  const text = numberText(value)
  const width = paddedWidth(numberFormat)
  return width > 0 && /^\d+$/.test(text) ? text.padStart(width, '0') : text
}
