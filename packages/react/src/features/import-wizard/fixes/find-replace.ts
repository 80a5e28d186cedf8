import type { CellChange, RowFixes } from './create-row-fixes.ts'

/** What to look for in the failing rows. */
export interface FindOptions {
  find: string
  /** Only in this column. @default all of them */
  column?: number | undefined
  matchCase?: boolean | undefined
  /** The whole cell has to be the text; blank then finds blank cells. */
  wholeCell?: boolean | undefined
}

function matcher({ find, matchCase = false, wholeCell = false }: FindOptions): RegExp {
  const literal = find.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  return new RegExp(wholeCell ? String.raw`^\s*${literal}\s*$` : literal, matchCase ? 'gu' : 'giu')
}

/** The cells of `rows` that have the text, row by row. */
export function findCells(
  fixes: RowFixes,
  rows: readonly number[],
  options: FindOptions,
): { row: number; column: number }[] {
  if (options.find === '' && options.wholeCell !== true) return []
  const pattern = matcher(options)
  const found: { row: number; column: number }[] = []
  for (const row of rows) {
    for (let column = 0; column < fixes.columns.length; column++) {
      if (options.column !== undefined && options.column !== column) continue
      pattern.lastIndex = 0
      if (pattern.test(fixes.textOf(row, column))) found.push({ row, column })
    }
  }
  return found
}

/** The changes that put another text in the place of the one that is looked for. */
export function replaceCells(
  fixes: RowFixes,
  rows: readonly number[],
  options: FindOptions & { replace: string },
): CellChange[] {
  const pattern = matcher(options)
  return findCells(fixes, rows, options).map(({ row, column }) => ({
    row,
    column,
    text: fixes.textOf(row, column).replace(pattern, () => options.replace),
  }))
}
