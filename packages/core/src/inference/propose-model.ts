import {
  fieldNameSchema,
  MAX_FIELDS,
  type CreateDataModel,
  type FieldType,
  type ImportMapping,
  type Json,
  type ModelField,
} from '../contracts/index.ts'
import { nameConfidence } from './match-columns.ts'
import { samplesOf, shareOfType } from './sample-values.ts'

/** A file's beginning. */
export interface FileSample {
  columns: readonly string[]
  /** Rows keyed by column. */
  rows: readonly Readonly<Record<string, Json>>[]
}

/** A model that fits a file, and which column fills each of its fields. */
export interface ProposedModel {
  model: CreateDataModel
  mapping: ImportMapping
}

/** A few wrong values don't change a column's type: they are the rows that the import will explain. */
const MOST = 0.9
const MAX_OPTIONS = 8
const ROWS_PER_OPTION = 10

function textOf(value: Json): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value)
}

/** Digits that are a name and not an amount: a zip code, a card number. */
function isCode(value: Json): boolean {
  return typeof value === 'string' && /^0\d|^\d{16,}$/.test(value.trim())
}

function looksLikePhones(column: string, samples: readonly Json[]): boolean {
  const written = samples.filter((value) => /^\+\d|^\(?\d{2,}\)?[ -]\d/.test(textOf(value)))
  const named = nameConfidence(column, 'phone') >= 0.5
  return (named || written.length >= samples.length * MOST) && shareOfType('phone', samples) >= MOST
}

/** The repeated short texts of a column, or null where they are not a choice of few. */
function optionsOf(samples: readonly Json[]): string[] | null {
  const options = new Map(samples.map((value) => [textOf(value).toLowerCase(), textOf(value)]))
  const few = options.size <= MAX_OPTIONS && samples.length >= options.size * ROWS_PER_OPTION
  return few && [...options.values()].every((option) => option.length <= 40) ? [...options.values()] : null
}

function typeOf(column: string, samples: readonly Json[]): FieldType {
  if (samples.length === 0) return 'text'
  const mostly = (type: FieldType) => shareOfType(type, samples) >= MOST
  if (mostly('email')) return 'email'
  if (mostly('url')) return 'url'
  if (mostly('date')) return 'date'
  if (mostly('boolean') && samples.some((value) => !/^[01]$/.test(textOf(value)))) return 'boolean'
  if (looksLikePhones(column, samples)) return 'phone'
  if (mostly('number') && !samples.some(isCode)) return 'number'
  return optionsOf(samples) ? 'select' : 'text'
}

/** A field's name for a column: the header, made to differ from those before it. */
function nameFor(column: string, used: Set<string>): string {
  const base = column
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 58)
    .trim()
  const name = fieldNameSchema.safeParse(base).success ? base : 'Field'
  let candidate = name
  for (let count = 2; used.has(candidate.toLowerCase()); count++) candidate = `${name} (${count})`
  used.add(candidate.toLowerCase())
  return candidate
}

function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[a-z]+$/i, '')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
    .slice(0, 120)
  return words === '' ? 'Imported records' : words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * Proposes a model for a file out of its first rows: a field for each column, with the type that most of its values have. Nothing is
 * made required or unique: the first rows don't prove it, a person decides. Columns beyond the 200th are left out.
 *
 * @example
 * const head = await readHead(file, { fileType: 'csv' })
 * const { model, mapping } = proposeModel({ fileName: file.name, columns: head.columns, rows: head.rows.map((row) => row.values) })
 */
export function proposeModel({ fileName, columns, rows }: FileSample & { fileName: string }): ProposedModel {
  const used = new Set<string>()
  const mapping: ImportMapping = {}
  const fields = columns.slice(0, MAX_FIELDS).map((column, index): ModelField => {
    const samples = samplesOf(rows, column)
    const name = nameFor(column, used)
    const type = typeOf(column, samples)
    mapping[name] = column
    const options = type === 'select' ? { options: optionsOf(samples) ?? [] } : {}
    return { id: `field-${index + 1}`, name, type, ...options }
  })
  return { model: { name: titleOf(fileName), fields }, mapping }
}
