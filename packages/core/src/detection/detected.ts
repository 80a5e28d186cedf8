/** A finding about a file. */
export interface Detected<Value> {
  value: Value
  /** 0 (a guess) to 1 (the file says so, or a person chose it). */
  confidence: number
  /** What it rests on, in a sentence for people. */
  reason: string
}

/** Something about a file that a person should know before it is imported. */
export interface ReadingWarning {
  code: ReadingWarningCode
  message: string
  /** The row that it is about, counted as a spreadsheet does, or null. */
  row: number | null
}

/** What a warning is about. */
export type ReadingWarningCode =
  | 'ENCODING_CHANGES'
  | 'ENCODING_UNSURE'
  | 'MIXED_LINE_ENDS'
  | 'TWO_TABLES'
  | 'UNCLOSED_QUOTE'
  | 'TOO_MANY_COLUMNS'
  | 'SEVERAL_ARRAYS'
