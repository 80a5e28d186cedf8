// What reads and checks files: loaded only when one is dropped.
import type { ImportFileType, ImportMapping, Json, ModelField, RowIssue } from '@headwater/core'
import { createRowReader, fileTypeOf, readHead, type FileHead } from '@headwater/core/csv'
import { proposeMapping, proposeModel, SURE_CONFIDENCE } from '@headwater/core/inference'
import { compileRecordChecker } from '@headwater/core/validation'

export { fileTypeOf, proposeModel, readHead, SURE_CONFIDENCE, type FileHead }

/** A row that can't be imported, and why. */
export interface RowProblem {
  rowNumber: number
  issues: readonly RowIssue[]
}

/** What is known of a file's rows. */
export interface FileCheck {
  checked: number
  invalid: number
  /** The first of them. */
  problems: readonly RowProblem[]
}

/** Rows that are explained before the import. */
const SHOWN_PROBLEMS = 50
const SLICE_BYTES = 128 * 1024
/** The page stays responsive: other work gets its turn after this long. */
const TURN_MS = 12

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}

/** Columns for fields, as far as names and the first values say. */
export function matchHead(fields: readonly ModelField[], head: FileHead) {
  return proposeMapping({ fields, columns: head.columns, rows: head.rows.map(({ values }) => values) })
}

/** Finds the repeated values of unique fields within the file; the server knows the records that exist. */
function createUniqueCheck(
  fields: readonly ModelField[],
): (data: Readonly<Record<string, Json>>) => RowIssue[] {
  const unique = fields
    .filter((field) => field.unique === true)
    .map((field) => ({ field, seen: new Set<string>() }))
  return (data) =>
    unique.flatMap(({ field, seen }): RowIssue[] => {
      const value = data[field.name]
      if (value === undefined || value === null) return []
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      const key = text.toLowerCase()
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      const message = `${field.label ?? field.name} is “${text}”. An earlier row has the same, and it must be unique.`
      return [{ field: field.name, code: 'NOT_UNIQUE', message, value: text }]
    })
}

/**
 * Checks every row of a file as the import will, in turns that leave the page responsive.
 * @throws ImportFileError where the file can't be read on; the signal's reason when it is aborted
 */
export async function checkFile(options: {
  file: Blob
  fileType: ImportFileType
  fields: readonly ModelField[]
  mapping: ImportMapping
  signal: AbortSignal
  onProgress(check: FileCheck, readBytes: number): void
}): Promise<FileCheck> {
  const { file, fileType, fields, mapping, signal, onProgress } = options
  const reader = createRowReader({ fileType })
  const check = compileRecordChecker(fields, { mapping })
  const repeated = createUniqueCheck(fields)
  const problems: RowProblem[] = []
  let checked = 0
  let invalid = 0
  let turnEnds = performance.now() + TURN_MS
  for (let start = 0; start < file.size || start === 0; start += SLICE_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + SLICE_BYTES).arrayBuffer())
    const rows = reader.push(bytes)
    if (start + SLICE_BYTES >= file.size) rows.push(...reader.end())
    for (const row of rows) {
      checked++
      const outcome = row.issue ? { ok: false as const, issues: [row.issue] } : check(row.values)
      const issues = outcome.ok ? repeated(outcome.data) : outcome.issues
      if (issues.length > 0) {
        invalid++
        if (problems.length < SHOWN_PROBLEMS) problems.push({ rowNumber: row.rowNumber, issues })
      }
      if (performance.now() < turnEnds) continue
      onProgress({ checked, invalid, problems: [...problems] }, start + bytes.length)
      await nextTurn()
      signal.throwIfAborted()
      turnEnds = performance.now() + TURN_MS
    }
  }
  signal.throwIfAborted()
  return { checked, invalid, problems }
}
