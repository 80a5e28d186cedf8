import {
  fieldNameSchema,
  MAX_FIELDS,
  type CreateDataModel,
  type FieldType,
  type ImportMapping,
  type Json,
  type ModelField,
} from '../contracts/index.ts'
import { isBlank } from '../validation/field-schema.ts'
import { nameConfidence } from './name-confidence.ts'
import { samplesOf, shareOfType } from './sample-values.ts'

/** A file's beginning. */
export interface FileSample {
  columns: readonly string[]
  /** Rows keyed by column. */
  rows: readonly Readonly<Record<string, Json>>[]
  /**
   * From how many rows on a column without a blank is proposed as required.
   * @default 1000: fewer rows don't prove it, and a wrong guess rejects rows that nobody asked to reject
   */
  requiredFromRows?: number
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
const MAX_OPTION_CHARS = 40
/** Leaves room for what makes a repeated name differ. */
const MAX_NAME_CHARS = 55
const MAX_TITLE_CHARS = 100

function textOf(value: Json): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value)
}

/** The text without what a database can't hold or a person can't see: control characters and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim()
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
  const isOption = (text: string) => text.length <= MAX_OPTION_CHARS && storable(text) === text
  return few && [...options.values()].every(isOption) ? [...options.values()] : null
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
  const base = storable(storable(column).slice(0, MAX_NAME_CHARS))
  const name = fieldNameSchema.safeParse(base).success ? base : 'Field'
  let candidate = name
  for (let count = 2; used.has(candidate.toLowerCase()); count++) candidate = `${name} (${count})`
  used.add(candidate.toLowerCase())
  return candidate
}

function titleOf(fileName: string): string {
  const plain = storable(fileName)
    .replace(/\.[a-z]+$/i, '')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
  const [first = '', ...rest] = storable(plain.slice(0, MAX_TITLE_CHARS))
  return first === '' ? 'Imported records' : first.toUpperCase() + rest.join('')
}

/**
 * Proposes a field for each column, in their order, with the type that most of its values have. Nothing is made unique: a file's beginning doesn't
 * prove it, a person decides. Columns beyond the 200th are left out.
 */
export function proposeFields({ columns, rows, requiredFromRows = 1000 }: FileSample): ModelField[] {
  const used = new Set<string>()
  return columns.slice(0, MAX_FIELDS).map((column, index): ModelField => {
    const samples = samplesOf(rows, column)
    const type = typeOf(column, samples)
    const options = type === 'select' ? { options: optionsOf(samples) ?? [] } : {}
    const filled =
      rows.length >= requiredFromRows &&
      rows.every((row) => Object.hasOwn(row, column) && !isBlank(row[column]))
    const required = filled ? { required: true } : {}
    return { id: `field-${index + 1}`, name: nameFor(column, used), type, ...options, ...required }
  })
}

/**
 * Proposes a model for a file out of its first rows: {@link proposeFields}, a name after the file's, and which column fills which field. Without a
 * column the model has one text field, since it can't have none.
 *
 * @example
 * const head = await readHead(file, { fileType: 'csv' })
 * const { model, mapping } = proposeModel({ fileName: file.name, columns: head.columns, rows: head.rows.map((row) => row.values) })
 */
export function proposeModel(options: FileSample & { fileName: string }): ProposedModel {
  const fields = proposeFields(options)
  const mapping: ImportMapping = {}
  for (const [index, { name }] of fields.entries()) mapping[name] = options.columns[index] ?? ''
  if (fields.length === 0) fields.push({ id: 'field-1', name: 'Name', type: 'text' })
  return { model: { name: titleOf(options.fileName), fields }, mapping }
}
