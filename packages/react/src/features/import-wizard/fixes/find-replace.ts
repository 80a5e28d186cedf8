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

const TURN_MS = 10

function matcher({ find, matchCase = false, wholeCell = false }: FindOptions): RegExp {
  const literal = find.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  return new RegExp(wholeCell ? String.raw`^\s*${literal}\s*$` : literal, matchCase ? 'gu' : 'giu')
}

/**
 * Finds the cells of `rows` that have the text, row by row, in turns that leave the page responsive.
 * @throws the signal's reason when it is aborted
 */
export async function findCells(
  fixes: RowFixes,
  rows: readonly number[],
  options: FindOptions,
  signal: AbortSignal,
): Promise<{ row: number; column: number; text: string }[]> {
  if (options.find === '' && options.wholeCell !== true) return []
  const pattern = matcher(options)
  const columns = options.column === undefined ? [...fixes.columns.keys()] : [options.column]
  const found: { row: number; column: number; text: string }[] = []
  let ends = performance.now() + TURN_MS
  for (const row of rows) {
    for (const column of columns) {
      const text = fixes.textOf(row, column)
      pattern.lastIndex = 0
      if (pattern.test(text)) found.push({ row, column, text })
    }
    if (performance.now() < ends) continue
    await new Promise((resolve) => setTimeout(resolve, 0))
    signal.throwIfAborted()
    ends = performance.now() + TURN_MS
  }
  return found
}

/** The changes that put another text in the place of the one that is looked for. See {@link findCells}. */
export async function replaceCells(
  fixes: RowFixes,
  rows: readonly number[],
  options: FindOptions & { replace: string },
  signal: AbortSignal,
): Promise<CellChange[]> {
  const pattern = matcher(options)
  const found = await findCells(fixes, rows, options, signal)
  // In place: a hundred thousand cells are not copied once more.
  for (const cell of found) cell.text = cell.text.replace(pattern, () => options.replace)
  return found
}
