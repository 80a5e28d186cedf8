import type { Json, ModelField } from '../contracts/index.ts'
import { disarmFormula } from './formula-cells.ts'

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** One cell: a formula is disarmed by a leading apostrophe; quoted where RFC 4180 asks for it. */
function cellOf(value: Json | undefined): string {
  const safe = disarmFormula(textOf(value))
  return /[",\r\n']|^\s|\s$|^\+/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes one row of CSV, line end included. */
export function toCsvRow(cells: readonly (Json | undefined)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

/**
 * Writes CSV after RFC 4180 (commas, CRLF, quotes where needed), safe to open in a spreadsheet: text that begins like a formula gets a
 * leading apostrophe, which `createRowReader` takes away again. Phone numbers in E.164 and plain numbers are kept as they are. Source: OWASP, "CSV Injection".
 *
 * @example
 * toCsv({ columns: ['name', 'phone'], rows: [{ name: '=1+1', phone: '+12015550123' }] })
 */
export function toCsv(options: {
  columns: readonly string[]
  rows: Iterable<Readonly<Record<string, Json>>>
}): string {
  let text = toCsvRow(options.columns)
  for (const row of options.rows)
    text += toCsvRow(options.columns.map((column) => (Object.hasOwn(row, column) ? row[column] : null)))
  return text
}

const examples = {
  text: 'Ada Lovelace',
  number: 42,
  date: '2026-01-31',
  email: 'ada@example.com',
  phone: '+12015550123',
  boolean: 'true',
  url: 'https://example.com',
} as const

/** Writes a template for a model: its fields as the header, and one example row. */
export function csvTemplate(fields: readonly ModelField[]): string {
  const example = fields.map((field): [string, Json] => [
    field.name,
    field.type === 'select' ? (field.options?.[0] ?? '') : examples[field.type],
  ])
  return toCsv({ columns: fields.map((field) => field.name), rows: [Object.fromEntries(example)] })
}
