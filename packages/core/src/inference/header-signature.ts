import { wordsOf } from './name-confidence.ts'

/** 64 bits over UTF-16 code units. Source: FNV-1a (draft-eastlake-fnv). */
function hash(text: string): string {
  let state = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++)
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  return state.toString(16).padStart(16, '0')
}

/**
 * What a file's columns are called, as one short text: the same for files whose columns have the same names in whatever order, letter case, accents
 * and punctuation. Remembered mappings are kept by it.
 *
 * @example
 * headerSignature(['E-Mail', 'First name']) === headerSignature(['first_name', 'e mail']) // true
 */
export function headerSignature(columns: readonly string[]): string {
  const names = columns.map((column) => {
    const words = wordsOf(column)
    return words.length === 0 ? column.trim() : words.join(' ')
  })
  const sorted = names.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0))
  return `${names.length}-${hash(JSON.stringify(sorted))}`
}
