import type { ImportMapping, Json, ModelField } from '../contracts/index.ts'
import { samplesOf } from './sample-values.ts'
import { createScorer, SURE_CONFIDENCE, UNSURE_CONFIDENCE, type Score } from './score-pair.ts'

/** What a column probably holds. */
export interface ColumnMatch extends Score {
  column: string
  /** The field's name, or null where none fits. */
  field: string | null
}

/** A mapping that may be used as it is, and what has to be asked first. */
export interface ProposedMapping {
  mapping: ImportMapping
  matches: ColumnMatch[]
  /** Required fields without a sure column: they are asked, never guessed. */
  ask: string[]
}

type Pair = ColumnMatch & { field: string }

/** Two columns that fit one field equally well are both unsure, unless one has the field's very name. */
function withRivals(pairs: readonly Pair[]): Pair[] {
  const best = new Map<string, [number, number]>()
  for (const { field, confidence } of pairs) {
    const [first, second] = best.get(field) ?? [0, 0]
    best.set(field, confidence > first ? [confidence, first] : [first, Math.max(second, confidence)])
  }
  return pairs.map((pair) => {
    const hasRival = (best.get(pair.field)?.[1] ?? 0) >= pair.confidence
    return hasRival && pair.column !== pair.field && pair.confidence < 1
      ? { ...pair, confidence: Math.min(pair.confidence, UNSURE_CONFIDENCE) }
      : pair
  })
}

/** Looking at values is bounded: the more pairs there are, the fewer values each of them is judged by. */
const VALUES_LOOKED_AT = 200_000

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
  const most = Math.max(Math.floor(VALUES_LOOKED_AT / Math.max(fields.length * columns.length, 1)), 5)
  const samples = new Map(columns.map((column) => [column, samplesOf(rows, column, most)]))
  const score = createScorer((column) => samples.get(column) ?? [])
  const scored = columns
    .flatMap((column) => fields.map((field) => ({ column, field: field.name, ...score(field, column) })))
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
  const none = { field: null, confidence: 0, reason: 'none' as const }
  return {
    mapping,
    matches: columns.map((column) => byColumn.get(column) ?? { column, ...none }),
    ask: fields
      .filter((field) => field.required === true && !Object.hasOwn(mapping, field.name))
      .map((field) => field.name),
  }
}
