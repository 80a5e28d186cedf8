import type {
  ImportFileType,
  ImportMapping,
  ImportPlan,
  Json,
  ModelField,
  ReadingOptions,
  RecordData,
  RowIssue,
} from '@headwater/core'
import type { DetectedReading } from '@headwater/core/detection'
import type { ColumnType, MatchReason } from '@headwater/core/inference'
import type { FailingRow, RowEdit } from '../fixes/row-issue.ts'

/** What is asked of a file first. */
export interface OpenRequest {
  file: Blob
  fileName: string
  /** What a person chose; the rest is told from the file. */
  reading?: ReadingOptions | undefined
  /** The model's fields, to find their columns. */
  fields: readonly ModelField[]
}

/** How a field came to its columns. */
export interface FieldMatch {
  /** 0 (a guess) to 1. */
  confidence: number
  reason: MatchReason
  /** From this confidence on it needs no second look. */
  sure: boolean
}

/** How the model's fields may be filled from a file. */
export interface PlanProposal {
  plan: ImportPlan
  matches: Record<string, FieldMatch>
}

/** A row as the file has it. */
export interface PreviewRow {
  rowNumber: number
  values: Readonly<Record<string, Json>>
  issue: RowIssue | null
}

/** How a file is read, and what it begins with. */
export interface FileStart {
  /** What it is read as; a workbook's sheet is read as `csv`. */
  fileType: ImportFileType
  detected: DetectedReading
  columns: string[]
  rows: PreviewRow[]
  /** What the columns hold, as far as the first rows say. */
  types: ColumnType[]
  proposal: PlanProposal
  /** Names the header: what a remembered mapping is found by. */
  signature: string
}

/** A sheet of a workbook, as text. */
export interface SheetStart {
  sheets: { name: string; hidden: boolean }[]
  sheet: string
  csv: Blob
}

/** What the check of a file takes. */
export interface CheckRequest {
  file: Blob
  fileType: ImportFileType
  reading: ReadingOptions
  fields: readonly ModelField[]
  mapping?: ImportMapping | undefined
  plan?: ImportPlan | undefined
  /** Failing rows beyond these are counted, and not kept. @default 100_000 */
  maxFailing?: number | undefined
  /** Whether valid rows are handed out, for the app around the import to look at. @default false */
  wantsValid?: boolean | undefined
}

/** A row that the check passed. */
export interface ValidRow {
  rowNumber: number
  values: Readonly<Record<string, Json>>
  data: RecordData
}

/** How far a check is. */
export interface CheckProgress {
  checked: number
  invalid: number
  /** 0 to 1. */
  share: number
}

/** Where a part of the file begins: what a row is written back with. */
export interface FileMark {
  byte: number
  /** Rows before it. */
  row: number
}

/** What is known of a file's rows. */
export interface CheckResult {
  checked: number
  invalid: number
  /** The file's columns; a JSON file's are known at its end. */
  columns: string[]
  marks: FileMark[]
  /** Hashes of each unique field's values in valid rows, sorted. */
  taken: Record<string, Float64Array>
}

/** What hears of a check while it runs. */
export interface CheckHooks {
  signal: AbortSignal
  onProgress?: ((progress: CheckProgress) => void) | undefined
  onFailing(rows: FailingRow[]): void
  /** The check waits for the promise: no more rows are held than it takes. */
  onValid?: ((rows: ValidRow[]) => Promise<void>) | undefined
}

/** What writes mended rows back. */
export interface RewriteRequest {
  file: Blob
  fileType: ImportFileType
  reading: ReadingOptions
  columns: readonly string[]
  marks: readonly FileMark[]
  edits: readonly RowEdit[]
}

/** The file with the mended rows in it, and how it is read. */
export interface RewrittenFile {
  file: Blob
  reading: ReadingOptions
}
