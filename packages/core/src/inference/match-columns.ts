import type { ImportMapping, ModelField } from '../contracts/index.ts'

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

/**
 * Proposes which column fills which field: the surest pairs first, each column and each field once.
 *
 * @example
 * proposeMapping({ fields: model.fields, columns: ['E-Mail', 'Name'] }).mapping // { email: 'E-Mail', name: 'Name' }
 */
export function proposeMapping(options: {
  fields: readonly ModelField[]
  columns: readonly string[]
}): ProposedMapping {
  const { fields, columns } = options
  const pairs = columns
    .flatMap((column) =>
      fields.map((field) => ({
        column,
        field: field.name,
        confidence: Math.max(
          nameConfidence(column, field.name),
          field.label === undefined ? 0 : nameConfidence(column, field.label),
        ),
      })),
    )
    .filter((pair) => pair.confidence > 0)
    .toSorted((left, right) => right.confidence - left.confidence)
  const byColumn = new Map<string, ColumnMatch>()
  const mapping: ImportMapping = {}
  for (const pair of pairs) {
    if (byColumn.has(pair.column) || [...byColumn.values()].some((match) => match.field === pair.field))
      continue
    byColumn.set(pair.column, pair)
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
