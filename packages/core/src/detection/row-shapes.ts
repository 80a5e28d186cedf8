import { anyDate, isNullWord, kind, kindsOf } from '../inference/value-kinds.ts'

/** The kinds that set a value apart from words. */
const tellingKinds =
  kind.email | kind.url | kind.boolean | kind.dotNumber | kind.commaNumber | anyDate | kind.phone | kind.code

/** Rows that a column's kind is told from. */
const MAX_BODY_ROWS = 60

/** The cells of a row that hold something. */
export function filledCells(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) if (cell.trim() !== '') count++
  return count
}

/** How many cells a row has up to its last that holds something. */
export function filledWidth(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width--
  return width
}

function bitsOf(cell: string | undefined): number {
  const text = (cell ?? '').trim()
  return text === '' || isNullWord(text) ? -1 : kindsOf(text) & tellingKinds
}

/** What most values of each column are, as bits; 0 where they are words or differ. */
export function columnKinds(rows: readonly (readonly string[])[], width: number): number[] {
  const seen = rows.slice(0, MAX_BODY_ROWS)
  return Array.from({ length: width }, (_, index) => {
    const values = seen.map((cells) => bitsOf(cells[index])).filter((bits) => bits !== -1)
    if (values.length === 0) return 0
    let common = 0
    for (let bit = 1; bit <= tellingKinds; bit <<= 1) {
      if ((tellingKinds & bit) === 0) continue
      const having = values.filter((bits) => (bits & bit) !== 0).length
      if (having >= values.length * 0.8) common |= bit
    }
    return common
  })
}

const isYear = (text: string) => /^(?:19|20)\d\d$/.test(text.trim())

/** How a row stands to the kinds of the columns below it. */
export interface RowFit {
  /** Columns with a kind in which the row has words. */
  conflicts: number
  /** Columns with a kind in which the row has a value of that kind. */
  matches: number
  /** Columns with a kind in which the row has something. */
  typed: number
}

/** Compares a row with the columns below it. Years over amounts are names, not values. */
export function rowFit(
  cells: readonly string[],
  kinds: readonly number[],
  below: readonly (readonly string[])[],
): RowFit {
  const fit: RowFit = { conflicts: 0, matches: 0, typed: 0 }
  for (const [index, common] of kinds.entries()) {
    if (common === 0) continue
    const bits = bitsOf(cells[index])
    if (bits === -1) continue
    fit.typed++
    const name = isYear(cells[index] ?? '') && !below.slice(0, 10).some((row) => isYear(row[index] ?? ''))
    if ((bits & common) === 0 || name) fit.conflicts++
    else fit.matches++
  }
  return fit
}
