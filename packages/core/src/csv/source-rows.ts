import * as z from 'zod/mini'
import { importFileTypeSchema, type Json, type RowIssue } from '../contracts/index.ts'

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

/** Parses a stored checkpoint. */
export const rowCheckpointSchema = z.object({
  fileType: importFileTypeSchema,
  /** Where reading continues, in bytes from the file's beginning. */
  byte: z.int().check(z.nonnegative()),
  /** The last row read. */
  row: z.int().check(z.nonnegative()),
  columns: z.nullable(z.array(z.string())),
  /** How a CSV's cells are written, as it was given or told. */
  dialect: z.nullable(
    z.object({
      delimiter: z.string(),
      newline: z.enum(['\n', '\r']),
      quote: z.optional(z.string()),
      escape: z.optional(z.string()),
    }),
  ),
  /** Whether a row was returned. @default a header was read */
  started: z.optional(z.boolean()),
})

/** A reader's position between two rows, as JSON. */
export type RowCheckpoint = z.infer<typeof rowCheckpointSchema>

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
