import { conceptOf, conceptWithin, tellingWords, type Concept } from './name-synonyms.ts'

/** The words of a name: without case, accents, punctuation, or the joints of camelCase. */
export function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/ß/g, 'ss')
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const SYNONYM = 0.85
/** Both name the same special case: a mobile, not any phone. */
const SAME_SPECIAL = 0.9

function related(left: Concept | null, right: Concept | null): number {
  if (left === null || right === null) return 0
  if (left.name === right.name) return left.within === null ? SYNONYM : SAME_SPECIAL
  return left.within === right.name || right.within === left.name ? SYNONYM : 0
}

/** Words that begin alike or are one letter apart: plurals, typing errors. */
function isAlike(left: string, right: string): boolean {
  if (left === right) return true
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (short.length < 4 || long.length - short.length > 2) return false
  if (long.startsWith(short)) return true
  if (short.length !== long.length) return false
  let differing = 0
  for (let at = 0; at < short.length; at++) if (short[at] !== long[at]) differing++
  return short.length >= 6 && differing === 1
}

function sharedShare(left: readonly string[], right: readonly string[]): number {
  const shared = left.filter((word) => right.some((other) => isAlike(word, other))).length
  return shared === 0
    ? 0
    : shared /
        (new Set([...left, ...right]).size - (shared - left.filter((word) => right.includes(word)).length))
}

/** How sure two names mean the same, by their words. */
export function wordsConfidence(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return 0
  if (left.join('') === right.join('')) return 1
  const [own, other] = [conceptOf(left), conceptOf(right)]
  const same = related(own, other)
  if (same > 0) return same
  const shared = Math.min(sharedShare(tellingWords(left), tellingWords(right)), 1) * 0.75
  // Part of a name is a known one: `Work email`, `Kunden E-Mail`.
  const part = own === null ? partly(left, other) : other === null ? partly(right, own) : 0
  return Math.max(shared, part)
}

function partly(words: readonly string[], whole: Concept | null): number {
  const within = whole === null ? null : conceptWithin(words)
  if (!within || related(within.concept, whole) === 0) return 0
  return within.rest === 0 ? 0.8 : within.rest === 1 ? 0.5 : 0.375
}

/** How sure two names mean the same: 1 the same words, 0.85 known synonyms (in eight languages), less for shared words. */
export function nameConfidence(left: string, right: string): number {
  return wordsConfidence(wordsOf(left), wordsOf(right))
}
