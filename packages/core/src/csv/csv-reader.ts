import Papa from 'papaparse'
import type { Json, RowIssue } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { detectDialect, type Dialect } from './dialect.ts'
import { nameColumns } from './name-columns.ts'
import type { RowCheckpoint, RowLimits, RowReader, SourceRow } from './source-rows.ts'
import { createTextWindow } from './text-window.ts'

/** How much text the dialect is told from. */
const DIALECT_CHARS = 32_768

function rowIssue(code: RowIssue['code'], message: string): RowIssue {
  return { field: null, code, message, value: null }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}

function dropCarriageReturn(cells: string[], { newline }: Dialect): void {
  const last = cells.length - 1
  const cell = cells[last]
  if (newline === '\n' && cell?.endsWith('\r')) cells[last] = cell.slice(0, -1)
}

/** Reads CSV through papaparse's parser, one window of text at a time. See `createRowReader`. */
export function createCsvReader({
  checkpoint,
  limits,
}: {
  checkpoint?: RowCheckpoint | undefined
  limits: RowLimits
}): RowReader {
  const window = createTextWindow({ byte: checkpoint?.byte ?? 0 })
  let dialect = checkpoint?.dialect ?? null
  let columns = checkpoint?.columns ?? null
  let row = checkpoint?.row ?? 0
  let records = checkpoint?.columns ? 1 : 0
  // A row longer than the window is parsed again only after the window has doubled, so that a huge cell stays linear.
  let parseAtLength = 0

  function readHeader(cells: string[]): void {
    if (cells.length > limits.maxColumns) {
      throw new ImportFileError(
        'TOO_MANY_COLUMNS',
        `This file has ${cells.length} columns. An import takes at most ${limits.maxColumns}.`,
        row,
      )
    }
    columns = nameColumns(cells)
  }

  function toRow(cells: string[], names: readonly string[]): SourceRow {
    const values: Record<string, Json> = {}
    let issue: RowIssue | null = null
    for (let index = 0; index < names.length; index++) {
      const cell = cells[index]
      const name = names[index]
      if (cell === undefined || name === undefined) continue
      if (cell.length > limits.maxCellChars) {
        issue = {
          ...rowIssue(
            'TOO_LONG',
            `A cell has ${cell.length} characters. A cell has at most ${limits.maxCellChars}.`,
          ),
          field: name,
        }
      }
      values[name] = cell.length > limits.maxCellChars ? cell.slice(0, 200) : cell
    }
    if (cells.length < names.length) {
      issue = rowIssue('TOO_FEW_CELLS', `The row has ${cells.length} cells. The header has ${names.length}.`)
    } else if (cells.length > names.length && !isBlank(cells.slice(names.length))) {
      issue = rowIssue('TOO_MANY_CELLS', `The row has ${cells.length} cells. The header has ${names.length}.`)
    }
    return { rowNumber: row, values, issue }
  }

  function assertQuotes(errors: readonly Papa.ParseError[], parsedRows: number): void {
    const quote = errors.find(
      (error) => error.type === 'Quotes' && (error.row ?? 0) < Math.max(parsedRows, 1),
    )
    if (!quote) return
    const at = row + 1 + (quote.row ?? 0)
    throw new ImportFileError(
      'UNCLOSED_QUOTE',
      `Row ${at} has a quotation mark that doesn't match. Close it, or double the marks inside the text, and choose the file again.`,
      at,
    )
  }

  function parse(last: boolean): SourceRow[] {
    dialect ??= detectDialect(window.text.slice(0, DIALECT_CHARS))
    const { data, errors, meta } = new Papa.Parser(dialect).parse(window.text, 0, !last)
    const parsed: string[][] = data
    assertQuotes(errors, parsed.length)
    window.take(last ? window.text.length : meta.cursor)
    const rows: SourceRow[] = []
    for (const cells of parsed) {
      row++
      dropCarriageReturn(cells, dialect)
      if (isBlank(cells)) continue
      if (columns === null) readHeader(cells)
      else rows.push(toRow(cells, columns))
    }
    records += rows.length
    parseAtLength = parsed.length === 0 ? window.text.length * 2 : 0
    assertRowLength()
    return rows
  }

  function assertRowLength(): void {
    if (window.text.length <= limits.maxRowChars) return
    const code = window.text.includes('"') ? 'UNCLOSED_QUOTE' : 'FILE_NOT_TEXT'
    throw new ImportFileError(
      code,
      `Row ${row + 1} is longer than ${limits.maxRowChars} characters. A quotation mark that opens there may never close.`,
      row + 1,
    )
  }

  return {
    push(bytes) {
      window.push(bytes)
      const waiting = dialect === null && window.text.length < DIALECT_CHARS
      return waiting || window.text.length < parseAtLength ? [] : parse(false)
    },
    end() {
      window.end()
      const rows = window.text === '' ? [] : parse(true)
      if (columns === null)
        throw new ImportFileError(
          'FILE_EMPTY',
          'This file is empty. Choose a file with a header and at least one row.',
        )
      if (records === 0)
        throw new ImportFileError(
          'HEADER_ONLY',
          'This file has a header but no rows. Add rows below it and choose the file again.',
        )
      return rows
    },
    get columns() {
      return columns
    },
    checkpoint: () => ({ fileType: 'csv', byte: window.byte, row, columns, dialect }),
  }
}
