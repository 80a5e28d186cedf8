import type { FileEncoding, Json, ReadingOptions, RowIssue } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { cellDialect, detectDialect } from './dialect.ts'
import { rearm } from './formula-cells.ts'
import { joinHeaderRows, nameColumns } from './name-columns.ts'
import { scanRecords, type CellDialect } from './scan-records.ts'
import type { RowCheckpoint } from './row-checkpoint.ts'
import type { RowLimits, RowReader, SourceRow } from './source-rows.ts'
import { createTextWindow } from './text-window.ts'

/** How much text the dialect is told from. */
const DIALECT_CHARS = 32_768

/** From how many swallowed lines on a quote is taken for one that was closed by accident. */
const SWALLOWED_LINES = 3

function rowIssue(code: RowIssue['code'], message: string): RowIssue {
  return { field: null, code, message, value: null }
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) {
    if (cell === '') continue
    if (cell.charCodeAt(0) > 32 || cell.trim() !== '') return false
  }
  return true
}

function assertWidth(width: number, row: number, { maxColumns }: RowLimits): void {
  if (width <= maxColumns) return
  throw new ImportFileError(
    'TOO_MANY_COLUMNS',
    `This file has ${width} columns. An import takes at most ${maxColumns}.`,
    row,
  )
}

/** Reads records of cells through windows of text. See `createRowReader`. */
export function createCsvReader(options: {
  checkpoint?: RowCheckpoint | undefined
  reading?: ReadingOptions | undefined
  limits: RowLimits
}): RowReader {
  const { checkpoint, limits, reading = {} } = options
  const encoding: FileEncoding = reading.encoding ?? 'utf-8'
  const { skip_rows: skipRows = 0, header_rows: headerRows = 1, footer_rows: footerRows = 0 } = reading
  const window = createTextWindow({ byte: checkpoint?.byte ?? 0, encoding })
  let dialect = checkpoint?.dialect ?? null
  let columns = checkpoint?.columns ?? null
  let row = checkpoint?.row ?? 0
  let started = checkpoint ? (checkpoint.started ?? checkpoint.columns !== null) : false
  let stopped = false
  // A row longer than the window is parsed again only after the window has doubled, so that a huge cell stays linear.
  let parseAtLength = 0

  /** Drops the lines before the header; tells whether all of them are gone. */
  function skipLines(last: boolean): boolean {
    if (columns !== null) return true
    while (row < skipRows) {
      const end = window.text.search(/[\r\n]/)
      const cut = window.text[end] === '\r' && end + 1 >= window.text.length
      if (end < 0 || (cut && !last)) {
        assertRowLength()
        return last
      }
      window.take(window.text.startsWith('\r\n', end) ? end + 2 : end + 1)
      row++
    }
    return true
  }

  function nameFrom(header: readonly (readonly string[])[]): void {
    const width = Math.max(0, ...header.map((cells) => cells.length))
    let names = headerRows === 0 ? Array.from({ length: width }, () => '') : joinHeaderRows(header)
    if (reading.trailing_delimiter) {
      const isFilled = (index: number) => header.some((cells) => (cells[index] ?? '').trim() !== '')
      let filled = names.length
      while (filled > 1 && !isFilled(filled - 1)) filled--
      names = names.slice(0, filled)
    }
    assertWidth(names.length, row, limits)
    columns = nameColumns(names)
  }

  /** Takes the header out of the first records; gives how many records it took, or null where more text is needed. */
  function takeHeader(records: readonly string[][], last: boolean): number | null {
    const header: string[][] = []
    for (const [index, cells] of records.entries()) {
      if (isBlank(cells)) continue
      if (cells.length > limits.maxColumns * 2) assertWidth(cells.length, row + index + 1, limits)
      header.push(cells.map(rearm))
      if (header.length < Math.max(headerRows, 1)) continue
      const taken = headerRows === 0 ? index : index + 1
      row += taken
      nameFrom(header)
      return taken
    }
    if (!last) return null
    if (header.length === 0) {
      throw new ImportFileError(
        'FILE_EMPTY',
        'This file is empty. Choose a file with a header and at least one row.',
      )
    }
    row += records.length
    nameFrom(header)
    return records.length
  }

  /** Says what is wrong with a row of which a cell goes over several lines that look like rows. */
  function swallowed(
    cells: readonly string[],
    names: readonly string[],
    dialect: CellDialect,
  ): RowIssue | null {
    if (names.length < 2) return null
    for (const cell of cells) {
      const lines = cell.split(/\r\n|\r|\n/)
      if (lines.length <= SWALLOWED_LINES) continue
      const inner = lines.slice(1, -1)
      const alike = inner.filter((line) => line.split(dialect.delimiter).length === names.length).length
      if (alike < SWALLOWED_LINES - 1 || alike < inner.length * 0.8) continue
      const message = `The row has a quotation mark that opens in it and closes ${lines.length - 1} lines later. Close it in its row, or double it.`
      if (cell.length > limits.maxCellChars)
        throw unclosed(row, `closes only ${lines.length - 1} lines later`)
      return rowIssue('UNCLOSED_QUOTE', message)
    }
    return null
  }

  function unclosed(at: number, what: string): ImportFileError {
    return new ImportFileError(
      'UNCLOSED_QUOTE',
      `Row ${at} has a quotation mark that opens there and ${what}. Close it, or double the marks inside the text, and choose the file again.`,
      at,
    )
  }

  function toRow(cells: string[], names: readonly string[]): SourceRow {
    const values: Record<string, Json> = {}
    let issue: RowIssue | null = null
    const width = Math.min(names.length, cells.length)
    for (let index = 0; index < width; index++) {
      const cell = cells[index] ?? ''
      const name = names[index] ?? ''
      if (cell.length > limits.maxCellChars) {
        issue = {
          ...rowIssue(
            'TOO_LONG',
            `A cell has ${cell.length} characters. A cell has at most ${limits.maxCellChars}.`,
          ),
          field: name,
        }
        values[name] = cell.slice(0, 200)
      } else values[name] = rearm(cell)
    }
    if (cells.length < names.length) {
      if (reading.ragged_rows === 'pad') {
        for (let index = cells.length; index < names.length; index++) values[names[index] ?? ''] = ''
      } else {
        issue = rowIssue(
          'TOO_FEW_CELLS',
          `The row has ${cells.length} cells. The header has ${names.length}.`,
        )
      }
    } else if (cells.length > names.length && !isBlank(cells.slice(names.length))) {
      issue = rowIssue('TOO_MANY_CELLS', `The row has ${cells.length} cells. The header has ${names.length}.`)
    }
    return { rowNumber: row, values, issue }
  }

  /** How many of the records from `from` on are records for sure: those that may be the file's last are held back. */
  function heldFrom(records: readonly string[][], from: number): number {
    let left = footerRows
    let index = records.length
    while (index > from && left > 0) if (!isBlank(records[--index] ?? [])) left--
    return index
  }

  function parse(last: boolean): SourceRow[] {
    if (!skipLines(last)) return []
    if (dialect === null) {
      const { delimiter, quote, escape } = reading
      dialect =
        delimiter === undefined
          ? detectDialect(window.text.slice(0, DIALECT_CHARS), {
              given: { ...(quote !== undefined && { quote }), ...(escape !== undefined && { escape }) },
              complete: last && window.text.length <= DIALECT_CHARS,
            })
          : { delimiter, newline: '\n', quote: quote ?? '"', escape: escape ?? quote ?? '"' }
    }
    const cells = cellDialect(dialect)
    const scan = scanRecords(window.text, cells, { last })
    const { records, ends } = scan
    const rows: SourceRow[] = []
    let index = 0
    let complete = last && scan.broken === null

    if (columns === null) {
      const taken = takeHeader(records, complete)
      if (taken === null) {
        assertWhole(scan.broken, records.length)
        parseAtLength = window.text.length * 2
        return []
      }
      index = taken
    }
    const names = columns ?? []
    let end = records.length
    if (reading.blank_rows === 'stop') {
      let seen = started
      for (let at = index; at < end; at++) {
        const blank = isBlank(records[at] ?? [])
        seen ||= !blank
        if (!blank || !seen) continue
        end = at
        stopped = complete = true
      }
    }
    if (footerRows > 0) end = heldFrom(end === records.length ? records : records.slice(0, end), index)
    for (; index < end; index++) {
      const record = records[index] ?? []
      row++
      if (isBlank(record)) continue
      const taken = toRow(record, names)
      if (scan.tall.size > 0 && scan.tall.has(index))
        taken.issue = swallowed(record, names, cells) ?? taken.issue
      started = true
      rows.push(taken)
    }
    if (!stopped) assertWhole(rows.length > 0 && !last ? null : scan.broken, records.length - end)
    const consumed = index === 0 ? 0 : (ends[index - 1] ?? 0)
    window.take(complete && !stopped ? window.text.length : consumed)
    parseAtLength = consumed === 0 ? window.text.length * 2 : 0
    if (!stopped) assertRowLength()
    return rows
  }

  function assertWhole(broken: 'stray' | 'unclosed' | null, before: number): void {
    if (broken === 'unclosed') throw unclosed(row + before + 1, 'never closes')
    if (broken === 'stray') throw unclosed(row + before + 1, 'doesn’t match')
  }

  function assertRowLength(): void {
    if (window.text.length <= limits.maxRowChars) return
    const quote = dialect ? cellDialect(dialect).quote : '"'
    if (quote !== '' && window.text.includes(quote)) {
      throw unclosed(row + 1, `doesn’t close within ${limits.maxRowChars} characters`)
    }
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      `Row ${row + 1} is longer than ${limits.maxRowChars} characters, without a line end.`,
      row + 1,
    )
  }

  /** Explains bytes that can't be read, once every row before them has been given. */
  function assertDecoded(): void {
    if (window.fault === null) return
    const cells = cellDialect(dialect ?? { delimiter: ',', newline: '\n' })
    const before = scanRecords(window.text, cells, { last: false }).records.length
    const at = row + before + 1
    const why =
      window.fault === 'utf-8-inside'
        ? `has characters of UTF-8, while this file is read as ${encoding}: its encoding changes there, or another one fits it`
        : `has characters that are not ${encoding === 'utf-8' ? 'UTF-8' : encoding}: the file has another encoding, or its encoding changes there`
    throw new ImportFileError(
      'FILE_ENCODING',
      `Row ${at} ${why}. Choose the file’s encoding, or save it as CSV (UTF-8) and choose that file.`,
      at,
    )
  }

  return {
    push(bytes) {
      if (stopped) return []
      if (window.fault !== null) assertDecoded()
      window.push(bytes)
      const waiting = dialect === null && window.text.length < DIALECT_CHARS && window.fault === null
      if (waiting) return []
      if (window.text.length < parseAtLength && window.fault === null) return []
      const rows = parse(false)
      if (rows.length === 0) assertDecoded()
      return rows
    },
    end() {
      if (stopped) return []
      window.end()
      assertDecoded()
      const rows = window.text === '' ? [] : parse(true)
      if (columns === null) {
        throw new ImportFileError(
          'FILE_EMPTY',
          'This file is empty. Choose a file with a header and at least one row.',
        )
      }
      if (!started) {
        throw new ImportFileError(
          'HEADER_ONLY',
          'This file has a header but no rows. Add rows below it and choose the file again.',
        )
      }
      return rows
    },
    get columns() {
      return columns
    },
    checkpoint: () => ({ fileType: 'csv', byte: window.byte, row, columns, dialect, started }),
  }
}
