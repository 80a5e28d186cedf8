import type { RowFixes } from './create-row-fixes.ts'
import type { RowEdit } from './row-issue.ts'

const TURN_MS = 10

/** Collects what was mended, in turns that leave the page responsive. @throws the signal's reason when it is aborted */
export async function collectEdits(fixes: RowFixes, signal: AbortSignal): Promise<RowEdit[]> {
  const edits: RowEdit[] = []
  let ends = performance.now() + TURN_MS
  for (let row = 0; row < fixes.rowCount; row++) {
    const edit = fixes.editOf(row)
    if (edit) edits.push(edit)
    if (performance.now() < ends) continue
    await new Promise((resolve) => setTimeout(resolve, 0))
    signal.throwIfAborted()
    ends = performance.now() + TURN_MS
  }
  return edits
}
