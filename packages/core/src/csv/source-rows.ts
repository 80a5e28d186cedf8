import type { Json, RowIssue } from '../contracts/index.ts'
import type { RowCheckpoint } from './row-checkpoint.ts'

/** Bounds that keep a reader's memory small whatever the file. */
export interface RowLimits {
  /** The most columns a file may have. @default 500 */
  maxColumns: number
  /** The most characters of one cell; a longer one rejects its row. @default 100_000 */
  maxCellChars: number
  /** The most characters of one row; a longer one rejects the file. @default 4_194_304 */
  maxRowChars: number
  /** How deeply an item of a JSON array may nest. @default 32 */
  maxDepth: number
}

/** The limits that hold unless given. */
export const defaultRowLimits: RowLimits = {
  maxColumns: 500,
  maxCellChars: 100_000,
  maxRowChars: 4 * 1024 * 1024,
  maxDepth: 32,
}

/**
 * One row of a file. `rowNumber` counts as a spreadsheet does (the header is row 1, lines before it count), a JSON array's items from 1, or
 * the lines of an NDJSON file.
 */
export interface SourceRow {
  rowNumber: number
  /** Column name to value. A CSV's values are text. */
  values: Readonly<Record<string, Json>>
  /** What is wrong with the row as a whole, or null. */
  issue: RowIssue | null
}

/** Reads rows from a file's bytes, pushed in chunks of any size. */
export interface RowReader {
  /**
   * Takes the file's next bytes and returns the rows that they complete.
   * @throws ImportFileError when the file can't be read on.
   */
  push(bytes: Uint8Array): SourceRow[]
  /**
   * Returns what remains after the last byte.
   * @throws ImportFileError when the file ends too early or had no rows.
   */
  end(): SourceRow[]
  /** The file's column names, null until they are known. A JSON array's grow as new keys appear. */
  readonly columns: string[] | null
  /** The position after the rows returned so far. */
  checkpoint(): RowCheckpoint
}
