import { anyDate, isNullWord, kind, kindsOf } from './value-kinds.ts'

/** The most different values that are remembered of a column. */
const MAX_DISTINCT = 60
const MAX_VALUE_CHARS = 60
/** The share of values that tells what a column likely is. */
export const MOST = 0.9
const BITS = 25

/** What is kept of a column's values: the same for the same values, in whatever order they came. */
export interface ColumnState {
  filled: number
  blank: number
  nullWords: number
  nullValues: Set<string>
  /** The kinds that every value has. */
  all: number
  /** How many values have each kind, by its bit's place. */
  counts: Uint32Array
  dates: number
  numbers: number
  distinct: Map<string, number> | null
  /** The least value, in the order of the alphabet, that decides between two notations: whichever came first. */
  deciders: Map<number, string>
}

/** The state of a column without values. */
export function emptyState(): ColumnState {
  return {
    filled: 0,
    blank: 0,
    nullWords: 0,
    nullValues: new Set(),
    all: -1,
    counts: new Uint32Array(BITS),
    dates: 0,
    numbers: 0,
    distinct: new Map(),
    deciders: new Map(),
  }
}

const pairs: readonly (readonly [number, number])[] = [
  [kind.dmy, kind.mdy],
  [kind.dmyShort, kind.mdyShort],
  [kind.dotNumber, kind.commaNumber],
]

/** A copy that keeps nothing else alive: a cell is a part of the text that its whole window was read into. */
function owned(text: string): string {
  return Array.from(text).join('')
}

function addDecider(state: ColumnState, bits: number, text: string): void {
  for (const [left, right] of pairs) {
    const bit = bits & (left | right)
    if (bit !== left && bit !== right) continue
    const known = state.deciders.get(bit)
    if (known === undefined || text < known) state.deciders.set(bit, owned(text))
  }
}

/** Takes one value. */
export function addText(state: ColumnState, raw: string): void {
  const text = raw.trim()
  if (text === '') {
    state.blank++
    return
  }
  if (isNullWord(text)) {
    state.blank++
    state.nullWords++
    state.nullValues.add(text)
    return
  }
  state.filled++
  const bits = kindsOf(text)
  state.all &= bits
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const place = 31 - Math.clz32(rest & -rest)
    state.counts[place] = (state.counts[place] ?? 0) + 1
  }
  if (bits & anyDate) state.dates++
  if (bits & (kind.dotNumber | kind.commaNumber)) state.numbers++
  if (bits & (anyDate | kind.dotNumber | kind.commaNumber) && text.length <= 40) addDecider(state, bits, text)
  if (state.distinct) {
    if (text.length > MAX_VALUE_CHARS) state.distinct = null
    else {
      const count = state.distinct.get(text)
      state.distinct.set(count === undefined ? owned(text) : text, (count ?? 0) + 1)
      if (state.distinct.size > MAX_DISTINCT) state.distinct = null
    }
  }
}

/** The kinds that at least nine in ten values have. */
export function mostBits({ counts, filled }: ColumnState): number {
  let bits = 0
  for (const [place, count] of counts.entries()) if (count >= filled * MOST) bits |= 1 << place
  return bits
}

/** How many values have a kind. */
export function countOf({ counts }: ColumnState, bit: number): number {
  return counts[31 - Math.clz32(bit)] ?? 0
}
