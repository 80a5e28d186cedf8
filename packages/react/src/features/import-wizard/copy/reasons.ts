import type {
  ReadingReason,
  ReadingReasonCode,
  ReadingReasonParams,
  ReadingWarning,
  ReadingWarningCode,
  ReadingWarningParams,
} from '@headwater/core/detection'

/** A sentence for each reason that a finding may have. */
export type ReasonWords = { [Code in ReadingReasonCode]: (params: ReadingReasonParams[Code]) => string }

/** A sentence for each warning; `row` counts as a spreadsheet does. */
export type WarningWords = {
  [Code in ReadingWarningCode]: (params: ReadingWarningParams[Code], row: number | null) => string
}

const cutting: Readonly<Record<string, string>> = {
  ',': 'Commas',
  ';': 'Semicolons',
  '\t': 'Tabs',
  '|': 'Vertical bars',
  '^': 'Carets',
  '~': 'Tildes',
  ':': 'Colons',
}

const reasonWords: ReasonWords = {
  ACCENTED_LETTERS_ALONE: () =>
    'It is not UTF-8, and has accented letters alone. Read as Windows-1252 the text is the same.',
  APOSTROPHES_SURROUND: () => 'Apostrophes surround cells.',
  BACKSLASH_ESCAPES: () => 'A backslash stands before marks inside cells.',
  BEGINS_WITH_BRACE: () => 'It begins with a brace.',
  BEGINS_WITH_BRACKET: () => 'It begins with a bracket.',
  BLANK_ROWS_SEPARATE_NOTHING: () => 'Blank rows, if any, separate nothing.',
  BLANK_ROW_ENDS_TABLE: () => 'A blank row ends the first of two tables.',
  BYTE_ORDER_MARK: () => 'A byte order mark says so.',
  CHOSEN: () => 'You chose it.',
  END_NOT_SEEN: () => 'The file’s end was not looked at.',
  EVERY_OTHER_BYTE_ZERO: () => 'Every other byte of plain characters is zero.',
  FIRST_LINE_NAMES_DELIMITER: () => 'The first line names the delimiter.',
  FIRST_LINE_SAYS: () => 'The first line says so.',
  IS_WORKBOOK: () => 'It is an Excel workbook.',
  KIND_HAS_NONE: () => 'This kind of file has none.',
  LABELS_OVER_NAMES: () => 'Labels over several columns stand above the names.',
  LAST_ROWS_ALIKE: () => 'The last rows are like those above them.',
  LINES_ARE_OBJECTS: () => 'Each line is an object.',
  LINE_ENDS_MIXED: () => 'Rows end in different ways. All of them are read.',
  LINE_ENDS_SAME: () => 'Every row ends so.',
  MAC_LETTERS_FIT: () => 'Read as MacRoman, the accented letters stand where words have them.',
  MARKS_DOUBLED: () => 'Marks inside cells are doubled, where there are any.',
  NAMES_FEWER: () => 'The first row has names, and fewer of them than the rows have cells.',
  NAMES_OVER_VALUES: () => 'The first row has names where the rows below have values.',
  NAMES_UNSURE: () => 'The first row is taken for names: its words and those below don’t tell.',
  NO_ROW_BELOW: () => 'There is no row below to compare it with.',
  NO_TRAILING_DELIMITERS: () => 'No line ends with delimiters that separate nothing.',
  ONE_COLUMN: () => 'The file has one column: no character cuts its rows evenly.',
  ONE_ROW: () => 'There is one row alone.',
  ONLY_ARRAY: () => 'It is the one array of objects.',
  PLAIN_CHARACTERS: () => 'It has plain characters alone, which are the same in UTF-8.',
  QUOTES_IN_TEXT: () => 'Quotation marks stand inside the text and surround no cell.',
  QUOTES_SURROUND: () => 'Quotation marks surround cells, where any does.',
  ROWS_AS_WIDE: () => 'All rows have as many cells as the header.',
  TABLE_AT_ONCE: () => 'The table begins at once.',
  TEXT_IN_ROWS: () => 'It is text in rows.',
  UTF8_AT_FIRST: () => 'It begins as UTF-8; further down are characters that are not.',
  UTF8_LETTERS: () => 'Every accented letter is one of UTF-8.',
  VALUES_AT_FIRST: () => 'The first row has values like those below it.',
  WINDOWS_LINE_ENDS: () =>
    'It is not UTF-8; its line ends are those of Windows. Read as ISO-8859-1 the text is the same.',
  WINDOWS_SIGNS: () =>
    'It is not UTF-8, and has quotation marks, dashes or signs that Windows-1252 alone has.',
  WORKBOOK_SAYS: () => 'A workbook says so itself.',
  MOSTLY_ACCENTED: () => 'Yet most of its letters are accented.',
  PLAIN_AT_FIRST: () => 'Its beginning has plain characters alone.',
  UTF8_FURTHER_DOWN: () => 'Further down are characters of UTF-8.',
  DELIMITER_CUTS: ({ delimiter, agreeing, rows, width }) =>
    `${cutting[delimiter] ?? `The character ${JSON.stringify(delimiter)}`} cut ${agreeing} of ${rows} rows into ${width} cells.`,
  LONGEST_ARRAY: ({ arrays }) => `It is the longest of ${arrays} arrays of objects.`,
  ROWS_SHORTER: ({ short, rows }) => `${short} of ${rows} rows leave out the blank cells at their end.`,
  ROWS_RAGGED: ({ ragged, rows }) => `${ragged} of ${rows} rows have another number of cells.`,
  TRAILING_DELIMITERS: ({ columns }) =>
    `The last ${columns === 1 ? 'column has' : `${columns} columns have`} neither a name nor values.`,
  LINES_BEFORE: ({ lines }) => `${lines} lines stand before the row that has as many cells as the table.`,
  FOOTERS: ({ rows }) =>
    `The last ${rows === 1 ? 'row is a total or a note' : `${rows} rows are totals or notes`}.`,
  NAME_ROWS_OVER_VALUES: ({ rows }) => `${rows} rows have names where the rows below have values.`,
}

const tables = {
  first: (row: number | null) =>
    `Another table begins on row ${row}. Only the first one is read. Move it to a file of its own.`,
  both: (row: number | null) =>
    `Another table begins on row ${row}. Its rows are read as those of the first one. Move it to a file of its own.`,
  adjoining: (row: number | null) =>
    `Another table begins on row ${row}, without a blank row before it. Its rows are read as those of the first one, and rejected where they have another number of cells. Move it to a file of its own.`,
  second: (row: number | null) =>
    `Row ${row} begins a table of its own, above the one that is read. Move it to a file of its own, or choose how many lines to skip.`,
}

const warningWords: WarningWords = {
  ENCODING_CHANGES: (_, row) =>
    `From row ${row} on the file is of another encoding than before. Save it in one encoding.`,
  ENCODING_UNSURE: () =>
    'Most letters of this file are accented, as if it were of another alphabet or encoding. Look at the rows; where they are wrong, save the file as CSV (UTF-8).',
  MIXED_LINE_ENDS: () => 'Rows end in different ways. All of them are read.',
  TWO_TABLES: ({ read }, row) => tables[read](row),
  UNCLOSED_QUOTE: (_, row) =>
    `Row ${row} has a quotation mark that opens there and doesn’t match. Close it, or double the marks inside the text.`,
  TOO_MANY_COLUMNS: ({ columns, most }) =>
    `This file has ${columns} columns. An import takes at most ${most}.`,
  SEVERAL_ARRAYS: ({ arrays, path, others }) =>
    `The file has ${arrays} arrays of objects. “${path}” is read; the others are ${others.join(', ')}.`,
}

/** The words that say why a file is read as it is, and what is odd about it. */
export const reasonsCopy = { readingReasons: reasonWords, readingWarnings: warningWords }

function reasonText<Code extends ReadingReasonCode>(
  { code, params }: ReadingReason<Code>,
  words: Pick<ReasonWords, Code>,
): string {
  return words[code](params)
}

/** Puts a finding's reasons into words. */
export function reasonsText(reasons: readonly ReadingReason[], words: ReasonWords): string {
  return reasons.map((reason) => reasonText(reason, words)).join(' ')
}

/** Puts a warning into words. */
export function warningText<Code extends ReadingWarningCode>(
  { code, params, row }: ReadingWarning<Code>,
  words: Pick<WarningWords, Code>,
): string {
  return words[code](params, row)
}
