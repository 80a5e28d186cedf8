import { ImportFileError } from '../errors/import-file-error.ts'
import { cellText } from './cell-text.ts'
import { assertUnpackedSize } from './zip-guard.ts'

/** A sheet as its workbook lists it. */
export interface SheetInfo {
  name: string
  /** Hidden from who opens the workbook. */
  hidden: boolean
}

/** A sheet's cells as text. */
export interface WorkbookSheet extends SheetInfo {
  /**
   * Cells as text, all rows of one length. Dates are ISO 8601, formulas their last value, leading zeros are kept; a merged cell stands at its left,
   * in each of its rows.
   */
  rows: string[][]
}

/** A workbook that was read. */
export interface Workbook {
  /** Every sheet, in the workbook's order. */
  sheets: SheetInfo[]
  /** The sheet that was read: the one asked for, or the first with cells that isn't hidden. */
  sheet: WorkbookSheet
  /** The sheet as CSV (commas, RFC 4180), value for value: what an import uploads. */
  toCsv(): string
}

/** What {@link readWorkbook} takes besides the bytes. */
export interface WorkbookOptions {
  /** The sheet's name. @default the first with cells that isn't hidden */
  sheet?: string | undefined
  /** How large the workbook may be unpacked, in bytes. @default 268_435_456 (256 MB) */
  maxUnpackedBytes?: number | undefined
}

const DEFAULT_MAX_UNPACKED_BYTES = 256 * 1024 * 1024

function unreadable(cause: unknown): ImportFileError {
  const name = cause instanceof Error ? cause.name : ''
  const encrypted = name === 'EncryptedFileError'
  const error = new ImportFileError(
    'FILE_NOT_TEXT',
    encrypted
      ? 'This workbook has a password. Save it without one and choose that file.'
      : 'This workbook is damaged, or of a kind that can’t be read. Save it again as .xlsx or as CSV, and choose that file.',
  )
  error.cause = cause
  return error
}

/** Loaded when the first workbook is read: no page pays for it before. */
async function loadReader() {
  return import('hucre/xlsx')
}

type Sheets = Awaited<ReturnType<Awaited<ReturnType<typeof loadReader>>['readXlsx']>>['sheets']

async function readSheets(
  bytes: Uint8Array,
  wanted: (info: SheetInfo) => boolean,
  seen: (info: SheetInfo) => void,
): Promise<Sheets> {
  const { readXlsx } = await loadReader()
  try {
    const { sheets } = await readXlsx(bytes, {
      readStyles: true,
      sheets: ({ name, hidden, veryHidden }) => {
        const info = { name, hidden: hidden === true || veryHidden === true }
        seen(info)
        return wanted(info)
      },
    })
    return sheets
  } catch (error) {
    throw unreadable(error)
  }
}

function assertWorkbook(
  bytes: Uint8Array,
  { maxUnpackedBytes = DEFAULT_MAX_UNPACKED_BYTES }: WorkbookOptions,
): void {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This is a workbook of an old kind (.xls), or it has a password. Save it as .xlsx without a password and choose that file.',
    )
  }
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new ImportFileError('FILE_NOT_TEXT', 'This file is no workbook. Choose a file of kind .xlsx.')
  }
  assertUnpackedSize(bytes, maxUnpackedBytes)
}

function textRows(sheet: Sheets[number]): string[][] {
  const rows = sheet.rows.map((row, rowIndex) =>
    row.map((value, column) => cellText(value, sheet.cells?.get(`${rowIndex},${column}`)?.style?.numFmt)),
  )
  for (const { startRow, startCol, endRow } of sheet.merges ?? []) {
    const value = rows[startRow]?.[startCol] ?? ''
    for (let row = startRow + 1; row <= endRow; row++) {
      const cells = rows[row]
      if (cells && (cells[startCol] ?? '') === '') cells[startCol] = value
    }
  }
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell === '')) rows.pop()
  // Not by spreading: a sheet may have more rows than a call takes arguments.
  let width = 0
  for (const row of rows) width = Math.max(width, row.findLastIndex((cell) => cell !== '') + 1)
  return rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? ''))
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Lists a workbook's sheets without reading their cells.
 * @throws ImportFileError FILE_NOT_TEXT, FILE_TOO_LARGE
 */
export async function listSheets(bytes: Uint8Array, options: WorkbookOptions = {}): Promise<SheetInfo[]> {
  assertWorkbook(bytes, options)
  const infos: SheetInfo[] = []
  await readSheets(
    bytes,
    () => false,
    (info) => infos.push(info),
  )
  return infos
}

/**
 * Reads one sheet of an Excel workbook (.xlsx) as text, which the rest of the engine takes as CSV.
 *
 * @throws ImportFileError FILE_NOT_TEXT (damaged, encrypted, no workbook, no such sheet), FILE_TOO_LARGE, FILE_EMPTY
 *
 * @example
 * const workbook = await readWorkbook(new Uint8Array(await file.arrayBuffer()))
 * const csv = new TextEncoder().encode(workbook.toCsv())
 * const found = detectReading(csv)
 */
export async function readWorkbook(bytes: Uint8Array, options: WorkbookOptions = {}): Promise<Workbook> {
  assertWorkbook(bytes, options)
  const infos: SheetInfo[] = []
  const read = await readSheets(
    bytes,
    ({ name, hidden }) => (options.sheet === undefined ? !hidden : name === options.sheet),
    (info) => infos.push(info),
  )
  if (options.sheet !== undefined && read.length === 0) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      `This workbook has no sheet “${options.sheet}”. It has ${infos.map(({ name }) => name).join(', ')}.`,
    )
  }
  const found = read.find((sheet) => sheet.rows.some((row) => row.some((value) => cellText(value) !== '')))
  const info = infos.find(({ name }) => name === found?.name)
  if (!found || !info) {
    throw new ImportFileError(
      'FILE_EMPTY',
      'This workbook has no cells in a sheet that is shown. Choose another sheet or file.',
    )
  }
  const sheet = { ...info, rows: textRows(found) }
  return {
    sheets: infos,
    sheet,
    toCsv: () => sheet.rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''),
  }
}
