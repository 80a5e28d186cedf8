/** What a finding about a file may rest on, with what a sentence about it needs: the words are the screen's. */
export interface ReadingReasonParams {
  ACCENTED_LETTERS_ALONE: object
  APOSTROPHES_SURROUND: object
  BACKSLASH_ESCAPES: object
  BEGINS_WITH_BRACE: object
  BEGINS_WITH_BRACKET: object
  BLANK_ROWS_SEPARATE_NOTHING: object
  BLANK_ROW_ENDS_TABLE: object
  BYTE_ORDER_MARK: object
  CHOSEN: object
  END_NOT_SEEN: object
  EVERY_OTHER_BYTE_ZERO: object
  FIRST_LINE_NAMES_DELIMITER: object
  FIRST_LINE_SAYS: object
  IS_WORKBOOK: object
  KIND_HAS_NONE: object
  LABELS_OVER_NAMES: object
  LAST_ROWS_ALIKE: object
  LINES_ARE_OBJECTS: object
  LINE_ENDS_MIXED: object
  LINE_ENDS_SAME: object
  MAC_LETTERS_FIT: object
  MARKS_DOUBLED: object
  MOSTLY_ACCENTED: object
  NAMES_FEWER: object
  NAMES_OVER_VALUES: object
  NAMES_UNSURE: object
  NO_ROW_BELOW: object
  NO_TRAILING_DELIMITERS: object
  ONE_COLUMN: object
  ONE_ROW: object
  ONLY_ARRAY: object
  PLAIN_AT_FIRST: object
  PLAIN_CHARACTERS: object
  QUOTES_IN_TEXT: object
  QUOTES_SURROUND: object
  ROWS_AS_WIDE: object
  TABLE_AT_ONCE: object
  TEXT_IN_ROWS: object
  UTF8_AT_FIRST: object
  UTF8_FURTHER_DOWN: object
  UTF8_LETTERS: object
  VALUES_AT_FIRST: object
  WINDOWS_LINE_ENDS: object
  WINDOWS_SIGNS: object
  WORKBOOK_SAYS: object
  DELIMITER_CUTS: { delimiter: string; agreeing: number; rows: number; width: number }
  FOOTERS: { rows: number }
  LINES_BEFORE: { lines: number }
  LONGEST_ARRAY: { arrays: number }
  NAME_ROWS_OVER_VALUES: { rows: number }
  ROWS_RAGGED: { ragged: number; rows: number }
  ROWS_SHORTER: { short: number; rows: number }
  TRAILING_DELIMITERS: { columns: number }
}

/** Names a reason. */
export type ReadingReasonCode = keyof ReadingReasonParams

/** A reason, to be put into words. */
export type ReadingReason<Code extends ReadingReasonCode = ReadingReasonCode> = {
  [Key in Code]: { code: Key; params: ReadingReasonParams[Key] }
}[Code]

type PlainCode = {
  [Code in ReadingReasonCode]: object extends ReadingReasonParams[Code] ? Code : never
}[ReadingReasonCode]

/** Gives a finding's reason. */
export function because(code: PlainCode): ReadingReason[]
export function because<Code extends ReadingReasonCode>(
  code: Code,
  params: ReadingReasonParams[Code],
): ReadingReason<Code>[]
export function because(code: ReadingReasonCode, params: object = {}): object[] {
  return [{ code, params }]
}
