import type { CellChange, RowFixes } from './create-row-fixes.ts'
import { suggestValue } from './suggest-value.ts'

/** What the failing cell probably means, or null. */
export function suggestionAt(fixes: RowFixes, row: number, column: number): string | null {
  const issue = fixes.issueAt(row, column)
  const field = fixes.columns[column]?.fields.find(({ name }) => name === issue?.field)
  if (!issue || !field || issue.code === 'NOT_UNIQUE' || issue.code === 'HOST') return null
  return suggestValue(
    field,
    fixes.textOf(row, column),
    (text) => !fixes.tryText(row, column, text).some(({ field: other }) => other === field.name),
  )
}

const TURN_MS = 10

/**
 * Collects the suggestions for all failing cells of a column, in turns that leave the page responsive.
 * @throws the signal's reason when it is aborted
 */
export async function suggestionsFor(
  fixes: RowFixes,
  rows: readonly number[],
  column: number,
  signal: AbortSignal,
): Promise<CellChange[]> {
  const found: CellChange[] = []
  let ends = performance.now() + TURN_MS
  for (const row of rows) {
    const text = suggestionAt(fixes, row, column)
    if (text !== null) found.push({ row, column, text })
    if (performance.now() < ends) continue
    await new Promise((resolve) => setTimeout(resolve, 0))
    signal.throwIfAborted()
    ends = performance.now() + TURN_MS
  }
  return found
}
