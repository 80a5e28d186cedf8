import type { RowIssue } from '@headwater/core/contracts'
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
  /** Row number, the record, and the row as the file has it where the database may still refuse it. */
  accepted: CopyText
  rejected: RejectedRow[]
}

/** A batch without rows. */
export function emptyBatch(): Batch {
  return { accepted: createCopyText(), rejected: [] }
}

/** What {@link addRow} does with a row. */
export interface RowHandling {
  check: (values: SourceRow['values']) => RecordCheck
  /** Whether the database may still refuse an accepted row. */
  keepsRaw: boolean
}

/** Checks a row and adds its outcome. */
export function addRow(batch: Batch, row: SourceRow, { check, keepsRaw }: RowHandling): void {
  const outcome: RecordCheck = row.issue ? { ok: false, issues: [row.issue] } : check(row.values)
  if (outcome.ok) batch.accepted.add([row.rowNumber, outcome.data, keepsRaw ? row.values : null])
  else batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
}
