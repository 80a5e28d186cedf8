import type { ReadingReason } from './reading-reasons.ts'

/** A finding about a file. */
export interface Detected<Value> {
  value: Value
  /** 0 (a guess) to 1 (the file says so, or a person chose it). */
  confidence: number
  /** What it rests on: one reason, or a first one and what qualifies it. */
  reason: readonly ReadingReason[]
}

/** What a warning says besides its row, by its code. */
export interface ReadingWarningParams {
  ENCODING_CHANGES: object
  ENCODING_UNSURE: object
  MIXED_LINE_ENDS: object
  /**
   * How the two tables are read: `first`, the second one is left out; `both`, its rows count as the first one's; `adjoining`, the same, and no blank row parts
   * them; `second`, the first one is left out.
   */
  TWO_TABLES: { read: 'first' | 'both' | 'adjoining' | 'second' }
  UNCLOSED_QUOTE: object
  TOO_MANY_COLUMNS: { columns: number; most: number }
  /** `path` is the array that is read, `others` are the paths of the rest. */
  SEVERAL_ARRAYS: { arrays: number; path: string; others: string[] }
}

/** What a warning is about. */
export type ReadingWarningCode = keyof ReadingWarningParams

/** Something about a file that a person should know before it is imported. */
export type ReadingWarning<Code extends ReadingWarningCode = ReadingWarningCode> = {
  [Key in Code]: {
    code: Key
    params: ReadingWarningParams[Key]
    /** The row that it is about, counted as a spreadsheet does, or null. */
    row: number | null
  }
}[Code]
