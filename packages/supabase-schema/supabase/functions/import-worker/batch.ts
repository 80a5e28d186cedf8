import type { RecordData, RowIssue } from '@headwater/core/contracts'
import type { SourceRow } from '@headwater/core/csv'
import type { RecordCheck } from '@headwater/core/validation'

/** A row that is not imported. */
export interface RejectedRow {
  rowNumber: number
  issues: RowIssue[]
  raw: SourceRow['values']
}

/** Rows whose outcome is known and not yet committed. */
export interface Batch {
  /** Lines of COPY text: row number, then the record as JSON. */
  lines: string[]
  /** The rows behind the lines as the file has them, by row number: the database may still refuse one. */
  sources: Map<number, SourceRow['values']>
  rejected: RejectedRow[]
}

/** A batch without rows. */
export function emptyBatch(): Batch {
  return { lines: [], sources: new Map(), rejected: [] }
}

function copyLine(rowNumber: number, data: RecordData): string {
  return `${rowNumber}\t${JSON.stringify(data).replaceAll('\\', '\\\\')}\n`
}

/** Checks a row and adds its outcome. */
export function addRow(
  batch: Batch,
  row: SourceRow,
  check: (values: SourceRow['values']) => RecordCheck,
): void {
  const outcome: RecordCheck = row.issue ? { ok: false, issues: [row.issue] } : check(row.values)
  if (outcome.ok) {
    batch.lines.push(copyLine(row.rowNumber, outcome.data))
    batch.sources.set(row.rowNumber, row.values)
  } else batch.rejected.push({ rowNumber: row.rowNumber, issues: outcome.issues, raw: row.values })
}
