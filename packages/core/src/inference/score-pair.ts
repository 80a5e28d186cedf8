import type { FieldType, Json, ModelField } from '../contracts/index.ts'
import { wordsConfidence, wordsOf } from './name-confidence.ts'
import { valueTest } from './sample-values.ts'

/** From this confidence on, a column is taken for a field without asking. */
export const SURE_CONFIDENCE = 0.8

/** What a match is brought down to that would be sure by itself. */
export const UNSURE_CONFIDENCE = 0.7

/** What a match rests on: the field's very name, a known synonym, words in common, the column's values; `none` where no field fits. */
export type MatchReason = 'same-name' | 'synonym' | 'similar-name' | 'values' | 'none'

/** How sure a column fills a field, and why. */
export interface Score {
  /** 0 (a guess) to 1 (the same name). */
  confidence: number
  reason: MatchReason
}

/** From this share on, a column's values speak for a field; below the other, against it. */
const VALUES_FIT = 0.9
const VALUES_DIFFER = 0.5
const MIN_SAMPLES = 3

/** What two names get that share half their words. */
const HALF_THE_WORDS = 0.375

/** What values alone are worth where no word of the name fits: they offer a column, and never make it sure. */
const byValuesAlone: Readonly<Partial<Record<FieldType, number>>> = {
  email: 0.7,
  url: 0.7,
  select: 0.6,
  date: 0.4,
  // Any digits pass for a phone number, and any yes and no for a boolean.
  phone: 0.3,
  boolean: 0.2,
}

/** Types whose values show what they are: with half the words of the name they make a match sure. */
const tellingTypes: ReadonlySet<FieldType> = new Set(['email', 'url', 'phone'])

function scoreOfNames(field: readonly (readonly string[])[], column: readonly string[]): Score {
  const confidence = Math.max(...field.map((words) => wordsConfidence(column, words)))
  if (confidence === 0) return { confidence, reason: 'none' }
  if (confidence === 1) return { confidence, reason: 'same-name' }
  return { confidence, reason: confidence >= SURE_CONFIDENCE ? 'synonym' : 'similar-name' }
}

/** The name's score, raised or lowered by the share of values that the field takes. */
function withValues(type: FieldType, byName: Score, share: number): Score {
  const { confidence } = byName
  const alone = byValuesAlone[type] ?? 0
  if (share < VALUES_DIFFER) return confidence > 0.5 ? { confidence: 0.5, reason: 'values' } : byName
  if (share < VALUES_FIT || confidence >= SURE_CONFIDENCE) return byName
  if (confidence === 0) return { confidence: alone, reason: 'values' }
  if (!tellingTypes.has(type)) return { ...byName, confidence: Math.min(confidence + 0.2, UNSURE_CONFIDENCE) }
  return {
    confidence: confidence >= HALF_THE_WORDS ? SURE_CONFIDENCE : Math.max(alone, confidence),
    reason: 'values',
  }
}

/** What decides which values a field takes: fields alike in this share one test. */
function kindOf({ type, region, options, pattern, min, max }: ModelField): string {
  return JSON.stringify([type, region, options, pattern, min, max])
}

/** Makes the function that scores a column for a field, each name and each column's values being looked at once. */
export function createScorer(samplesFor: (column: string) => readonly Json[]) {
  const words = new Map<string, string[]>()
  const kinds = new Map<string, { test: (value: Json) => boolean; shares: Map<string, number> }>()

  function namesOf(name: string): string[] {
    const known = words.get(name) ?? wordsOf(name)
    words.set(name, known)
    return known
  }

  function shareOf(field: ModelField, column: string): number {
    const key = kindOf(field)
    const kind = kinds.get(key) ?? { test: valueTest(field), shares: new Map<string, number>() }
    kinds.set(key, kind)
    const samples = samplesFor(column)
    const share = kind.shares.get(column) ?? samples.filter(kind.test).length / samples.length
    kind.shares.set(column, share)
    return share
  }

  return (field: ModelField, column: string): Score => {
    const names = field.label === undefined ? [field.name] : [field.name, field.label]
    const byName = scoreOfNames(names.map(namesOf), namesOf(column))
    const isOpen = byName.confidence > 0 || byValuesAlone[field.type] !== undefined
    if (field.type === 'text' || !isOpen || samplesFor(column).length < MIN_SAMPLES) return byName
    return withValues(field.type, byName, shareOf(field, column))
  }
}
