import type { RecordData, RowIssue } from '@headwater/core/contracts'
import type { SourceRow } from '@headwater/core/csv'
import type { RecordCheck } from '@headwater/core/validation'
import { createCopyText, type CopyText } from './copy-text.ts'

/** A row that is not imported. */
export interface RejectedRow {
  rowNumber: number
  issues: RowIssue[]
  raw: SourceRow['values']
}

/** Rows whose outcome is known and not yet committed. */
export interface Batch {
  /** Row number and record. */
  accepted: CopyText
  /** Row number and the row as the file has it, of rows that the database may still refuse: they stay here until one is. */
  raw: CopyText
  rejected: RejectedRow[]
}

/** A batch without rows. */
export function emptyBatch(): Batch {
  return { accepted: createCopyText(), raw: createCopyText(), rejected: [] }
}

/** How many rows a batch has. */
export function rowsOf({ accepted, rejected }: Batch): number {
  return accepted.lines + rejected.length
}

/** Checks one row. */
export type CheckRow = (row: SourceRow) => RecordCheck

/** Checks a row and adds its outcome. `keepsRaw`: the database may still refuse an accepted one. */
export function addRow(
  batch: Batch,
  row: SourceRow,
  { check, keepsRaw }: { check: CheckRow; keepsRaw: boolean },
): void {
  const outcome = check(row)
  if (outcome.ok) {
    batch.accepted.add([row.rowNumber, outcome.data])
    if (keepsRaw) batch.raw.add([row.rowNumber, row.values])
  } else batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
}

/** What {@link scanRow} asks of a row. */
export interface ScanHandling {
  /** The whole check. */
  check: CheckRow
  /** The key's values as the check reads them, or null where it has none. */
  keyOf: ((row: SourceRow) => RecordData | null) | null
  /** Whether the file may have had the key before. */
  mayRepeat: (key: RecordData) => boolean
  /** An invalid row ends the import: it is kept. */
  keepsRejected: boolean
}

/** Looks at a row that is not imported yet: its key stays where it may come twice in the file, and the row where it is invalid and that matters. */
export function scanRow(
  batch: Batch,
  row: SourceRow,
  { check, keyOf, mayRepeat, keepsRejected }: ScanHandling,
): void {
  const key = keyOf?.(row) ?? null
  const repeats = key !== null && mayRepeat(key)
  if (!repeats && !keepsRejected) return
  const outcome = check(row)
  if (!outcome.ok && keepsRejected)
    batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
  if (outcome.ok && repeats) batch.accepted.add([row.rowNumber, key])
}
