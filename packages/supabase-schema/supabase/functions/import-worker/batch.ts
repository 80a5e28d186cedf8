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
  /** Row number, the record, and the row as the file has it where the database may still refuse it. */
  accepted: CopyText
  rejected: RejectedRow[]
}

/** A batch without rows. */
export function emptyBatch(): Batch {
  return { accepted: createCopyText(), rejected: [] }
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
  if (outcome.ok) batch.accepted.add([row.rowNumber, outcome.data, keepsRaw ? row.values : null])
  else batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
}

/** Checks a row that is not imported yet: of an accepted one the key stays, a rejected one is kept where it ends the import. */
export function scanRow(
  batch: Batch,
  row: SourceRow,
  {
    check,
    keyFields,
    keepsRejected,
  }: { check: CheckRow; keyFields: readonly string[]; keepsRejected: boolean },
): void {
  const outcome = check(row)
  if (!outcome.ok) {
    if (keepsRejected)
      batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
    return
  }
  if (keyFields.length === 0) return
  const key: RecordData = {}
  for (const name of keyFields) key[name] = outcome.data[name] ?? null
  batch.accepted.add([row.rowNumber, key, null])
}
