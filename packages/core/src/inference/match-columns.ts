import type { ImportMapping, Json, ModelField } from '../contracts/index.ts'
import { samplesOf, shareTaken } from './sample-values.ts'

/** From this confidence on, a column is taken for a field without asking. */
export const SURE_CONFIDENCE = 0.8

/** What a column probably holds. */
export interface ColumnMatch {
  column: string
  /** The field's name, or null where none fits. */
  field: string | null
  /** 0 (a guess) to 1 (the same name). */
  confidence: number
}

/** A mapping that may be used as it is, and what has to be asked first. */
export interface ProposedMapping {
  mapping: ImportMapping
  matches: ColumnMatch[]
  /** Required fields without a sure column: they are asked, never guessed. */
  ask: string[]
}

/** The words of a name: without case, accents, punctuation, or the joints of camelCase. */
function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const synonyms: readonly (readonly string[])[] = [
  ['email', 'e mail', 'mail', 'email address', 'e mail address', 'correo', 'correo electronico', 'courriel'],
  [
    'phone',
    'phone number',
    'telephone',
    'tel',
    'mobile',
    'mobile number',
    'cell',
    'telefono',
    'telefon',
    'handy',
  ],
  ['name', 'full name', 'fullname', 'nombre', 'nom', 'nome'],
  ['first name', 'firstname', 'given name', 'vorname', 'prenom'],
  ['last name', 'lastname', 'surname', 'family name', 'nachname', 'apellido'],
  ['company', 'organisation', 'organization', 'firma', 'empresa'],
  ['city', 'town', 'ciudad', 'ville', 'stadt', 'cidade'],
  ['country', 'pais', 'pays', 'land'],
  ['amount', 'total', 'sum', 'betrag', 'montant', 'importe'],
  ['date', 'datum', 'fecha', 'data'],
]

const groupOf = new Map(synonyms.flatMap((names, group) => names.map((name) => [name, group] as const)))

/** How sure two names mean the same: 1 the same words, 0.85 known synonyms, less for shared words. */
export function nameConfidence(left: string, right: string): number {
  const [a, b] = [wordsOf(left), wordsOf(right)]
  if (a.length === 0 || b.length === 0) return 0
  if (a.join('') === b.join('')) return 1
  const [groupA, groupB] = [groupOf.get(a.join(' ')), groupOf.get(b.join(' '))]
  if (groupA !== undefined && groupA === groupB) return 0.85
  const shared = a.filter((word) => b.includes(word)).length
  return (shared / new Set([...a, ...b]).size) * 0.75
}

/** From this share on, a column's values speak for a field; below the other, against it. */
const VALUES_FIT = 0.9
const VALUES_DIFFER = 0.5
const MIN_SAMPLES = 3

/** What two names get that share half their words. */
const HALF_THE_WORDS = 0.375

/** Types whose values show what they are, so that an unnamed column can be recognised. */
const tellingTypes: ReadonlySet<string> = new Set(['email', 'url', 'phone'])

/** Confidence by the name and the values together. Values alone never make a match sure. */
function confidenceOf(field: ModelField, column: string, samples: () => Json[]): number {
  const byName = Math.max(
    nameConfidence(column, field.name),
    field.label === undefined ? 0 : nameConfidence(column, field.label),
  )
  const telling = tellingTypes.has(field.type)
  if (field.type === 'text' || (byName === 0 && !telling)) return byName
  const values = samples()
  if (values.length < MIN_SAMPLES) return byName
  const share = shareTaken(field, values)
  if (share < VALUES_DIFFER) return Math.min(byName, 0.5)
  if (share < VALUES_FIT || !telling || byName >= SURE_CONFIDENCE) return byName
  // Any digits pass for a phone number; without a word of the name that proves little.
  if (byName === 0 && field.type === 'phone') return 0.3
  return byName >= HALF_THE_WORDS ? SURE_CONFIDENCE : 0.7
}

/** Two columns that fit one field equally well are both unsure, unless one has the field's very name. */
function withRivals(
  pairs: readonly (ColumnMatch & { field: string })[],
): (ColumnMatch & { field: string })[] {
  return pairs.map((pair) => {
    const rival = pairs.some(
      (other) =>
        other.field === pair.field && other.column !== pair.column && other.confidence >= pair.confidence,
    )
    return rival && pair.column !== pair.field && pair.confidence < 1
      ? { ...pair, confidence: Math.min(pair.confidence, 0.7) }
      : pair
  })
}

/**
 * Proposes which column fills which field, by names, synonyms and, where rows are given, by their values: the surest pairs first, each
 * column and each field once. A pair below {@link SURE_CONFIDENCE} is offered in `matches`, and left out of `mapping`.
 *
 * @example
 * proposeMapping({ fields: model.fields, columns: ['E-Mail', 'Name'] }).mapping // { email: 'E-Mail', name: 'Name' }
 */
export function proposeMapping(options: {
  fields: readonly ModelField[]
  columns: readonly string[]
  /** The file's first rows, keyed by column. @default names alone decide */
  rows?: readonly Readonly<Record<string, Json>>[]
}): ProposedMapping {
  const { fields, columns, rows = [] } = options
  const samples = new Map<string, Json[]>()
  const samplesFor = (column: string): Json[] => {
    const known = samples.get(column) ?? samplesOf(rows, column)
    samples.set(column, known)
    return known
  }
  const scored = columns
    .flatMap((column) =>
      fields.map((field) => ({
        column,
        field: field.name,
        confidence: confidenceOf(field, column, () => samplesFor(column)),
      })),
    )
    .filter((pair) => pair.confidence > 0)
  // Among equals the field's very name comes first.
  const pairs = withRivals(scored).toSorted(
    (left, right) =>
      right.confidence - left.confidence ||
      Number(right.column === right.field) - Number(left.column === left.field),
  )
  const byColumn = new Map<string, ColumnMatch>()
  const taken = new Set<string>()
  const mapping: ImportMapping = {}
  for (const pair of pairs) {
    if (byColumn.has(pair.column) || taken.has(pair.field)) continue
    byColumn.set(pair.column, pair)
    taken.add(pair.field)
    if (pair.confidence >= SURE_CONFIDENCE) mapping[pair.field] = pair.column
  }
  return {
    mapping,
    matches: columns.map((column) => byColumn.get(column) ?? { column, field: null, confidence: 0 }),
    ask: fields
      .filter((field) => field.required === true && mapping[field.name] === undefined)
      .map((field) => field.name),
  }
}
