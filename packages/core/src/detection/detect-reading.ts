import type { FileEncoding, ReadingOptions } from '../contracts/index.ts'
import { createByteDecoder } from '../csv/byte-decoder.ts'
import { assertText, byteOrderMarkLength } from '../csv/file-signature.ts'
import { fileTypeOf } from '../csv/read-head.ts'
import { scanRecords, type CellDialect, type Scan } from '../csv/scan-records.ts'
import { scoreDialects } from '../csv/score-dialect.ts'
import { defaultRowLimits } from '../csv/source-rows.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import type { Detected, ReadingWarning } from './detected.ts'
import { arraysIn, choosePath, isNdjson } from './detect-json.ts'
import { detectEncoding, encodingOfParts, type DetectedEncoding } from './detect-encoding.ts'
import { detectLayout, type DetectedLayout, type PlacedRecord } from './detect-layout.ts'

/** How many of a file's first bytes {@link detectReading} needs at most. */
export const DETECTION_HEAD_BYTES = 256 * 1024

/** How many of a file's last bytes show its footers. */
export const DETECTION_TAIL_BYTES = 16 * 1024

/** Text that the delimiter is told from, and records that the layout is told from. */
const DIALECT_CHARS = 64 * 1024
const LAYOUT_RECORDS = 2000

/** What kind of file it is. A `workbook` is read by `@headwater/core/workbook`. */
export type DetectedFileType = 'csv' | 'json' | 'ndjson' | 'workbook'

/** How a file ends its lines. */
export type LineEnds = '\n' | '\r\n' | '\r' | 'mixed'

/** What is known besides a file's first bytes. */
export interface ReadingHint {
  fileName?: string | undefined
  /** The whole file's length in bytes. @default the bytes are the whole file */
  fileSize?: number | undefined
  /** The file's last bytes, where the first ones aren't all: they show its footers. */
  tail?: Uint8Array | undefined
  /** Some parts from further down: they show letters that the first bytes have none of. */
  samples?: readonly Uint8Array[] | undefined
  /** What a person chose: taken as it is, and the rest is told around it. */
  reading?: ReadingOptions | undefined
}

/** How a file is to be read: every finding with how sure it is and why. */
export interface DetectedReading extends Omit<DetectedLayout, 'warnings'> {
  file_type: Detected<DetectedFileType>
  encoding: Detected<FileEncoding>
  delimiter: Detected<string>
  quote: Detected<string>
  escape: Detected<string>
  line_ends: Detected<LineEnds>
  json_path: Detected<string>
  warnings: ReadingWarning[]
  /** The findings as `createRowReader` and an import job take them. */
  options: ReadingOptions
}

function chosen<Value>(value: Value): Detected<Value> {
  return { value, confidence: 1, reason: 'You chose it.' }
}

function sure<Value>(value: Value, reason: string): Detected<Value> {
  return { value, confidence: 1, reason }
}

const names: Readonly<Record<string, string>> = {
  ',': 'Commas',
  ';': 'Semicolons',
  '\t': 'Tabs',
  '|': 'Vertical bars',
  '^': 'Carets',
  '~': 'Tildes',
  ':': 'Colons',
}

function decodeHead(bytes: Uint8Array, { value, changesAt }: DetectedEncoding): string {
  const mark = byteOrderMarkLength(bytes, value)
  const end = changesAt ?? bytes.length
  // What follows a change of encoding says nothing about the table, and would only be guessed at.
  const { text } = createByteDecoder(value).decode(bytes.subarray(mark, Math.max(end, mark)))
  if (text.includes('\0')) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This file has NUL bytes, so it is not text. Save the data as CSV (UTF-8) and choose that file.',
    )
  }
  return text
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines++
  }
  return lines
}

function lineEndsOf(text: string, { ends }: Scan): Detected<LineEnds> {
  const counts = { '\r\n': 0, '\n': 0, '\r': 0 }
  for (const end of ends) {
    const lastCharacter = text[end - 1]
    if (lastCharacter === '\n') counts[text[end - 2] === '\r' ? '\r\n' : '\n']++
    else if (lastCharacter === '\r') counts['\r']++
  }
  const kinds = (['\n', '\r\n', '\r'] as const).filter((kind) => counts[kind] > 0)
  if (kinds.length > 1)
    return { value: 'mixed', confidence: 0.95, reason: 'Rows end in different ways. All of them are read.' }
  return { value: kinds[0] ?? '\n', confidence: kinds.length === 0 ? 0.5 : 1, reason: 'Every row ends so.' }
}

/** Where the lines before `count` end. */
function afterLines(text: string, count: number): number {
  let at = 0
  for (let line = 0; line < count; line++) {
    const found = text.slice(at).search(/\r\n|\r|\n/)
    if (found < 0) return text.length
    at += found
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  return at
}

function placed(text: string, from: number, line: number, scan: Scan): PlacedRecord[] {
  let start = from
  let lines = line
  return scan.records.map((cells, index) => {
    const record = { cells, line: lines }
    const end = scan.ends[index] ?? start
    lines += countLines(text, start, end)
    start = end
    return record
  })
}

/** Scans a text whose first lines may hold a quote that means nothing: the lines that stand in the way count as records of one cell. */
function scanAround(text: string, from: number, dialect: CellDialect, complete: boolean, width: number) {
  const options = { last: complete, most: LAYOUT_RECORDS }
  let scan = scanRecords(text, dialect, { ...options, from })
  const early = scan.records.length < 3
  if (!early || (scan.broken === null && scan.records.length > 0)) return { scan, from, line: 0, before: [] }
  const before: PlacedRecord[] = []
  let at = from
  for (let line = 0; line < 30 && at < text.length; line++) {
    const end = at + afterLines(text.slice(at), 1)
    const next = scanRecords(text, dialect, { ...options, from: end })
    const wide = next.records.filter((cells) => cells.length === width).length
    // A line of the table itself is no preamble: its quote is the reader's to explain.
    if (width > 1 && text.slice(at, end).split(dialect.delimiter).length === width) break
    before.push({ cells: [text.slice(at, end).trim()], line })
    at = end
    if (next.broken === null && wide >= 2) {
      scan = next
      return { scan, from: at, line: line + 1, before }
    }
  }
  return { scan, from, line: 0, before: [] }
}

function withoutCsv(fileType: Detected<DetectedFileType>, encoding: Detected<FileEncoding>): DetectedReading {
  const reason = 'This kind of file has none.'
  return {
    file_type: fileType,
    encoding,
    delimiter: sure(',', reason),
    quote: sure('"', reason),
    escape: sure('"', reason),
    line_ends: sure('\n', reason),
    skip_rows: sure(0, reason),
    header_rows: sure(1, reason),
    footer_rows: sure(0, reason),
    trailing_delimiter: sure(false, reason),
    ragged_rows: sure('reject', reason),
    blank_rows: sure('skip', reason),
    json_path: sure('', reason),
    warnings: [],
    options: fileType.value === 'workbook' ? {} : { encoding: encoding.value },
  }
}

function includesText(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder('windows-1252').decode(bytes).includes(text)
}

function isWorkbook(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes[2] !== 3 || bytes[3] !== 4) return false
  return (
    includesText(bytes, '[Content_Types].xml') ||
    includesText(bytes, 'xl/') ||
    includesText(bytes, '_rels/.rels')
  )
}

function assertNoMarkup(text: string): void {
  if (/^\s*(?:BEGIN:V(?:CARD|CALENDAR)\b|\{\\rtf)/i.test(text)) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This file is no table: it holds contact cards, a calendar or a formatted text. Export the data as CSV and choose that file.',
    )
  }
  const markup = /^\s*<(?:!doctype html|html|\?xml|head|body|table)\b/i.exec(text)
  if (!markup) return
  throw new ImportFileError(
    'FILE_NOT_TEXT',
    'This file is a web page or XML, not a table. Where you downloaded it, sign in and export again, or save the data as CSV.',
  )
}

function detectJson(
  text: string,
  encoding: Detected<FileEncoding>,
  complete: boolean,
  hint: ReadingHint,
): DetectedReading {
  const given = hint.reading ?? {}
  if (text.trimStart().startsWith('[')) {
    return withoutCsv(sure('json', 'It begins with a bracket.'), encoding)
  }
  if (given.json_path === undefined && isNdjson(text, complete)) {
    return withoutCsv({ value: 'ndjson', confidence: 0.95, reason: 'Each line is an object.' }, encoding)
  }
  const found = choosePath(arraysIn(text))
  if (given.json_path === undefined && found === null) {
    throw new ImportFileError(
      'JSON_NOT_AN_ARRAY',
      'This file is one JSON object without an array of objects. An import takes an array of objects: [{…}, {…}].',
    )
  }
  const path = given.json_path === undefined && found ? found : chosen(given.json_path ?? '')
  const reading = withoutCsv(sure('json', 'It begins with a brace.'), encoding)
  const warnings: ReadingWarning[] =
    found && found.others.length > 0 && given.json_path === undefined
      ? [
          {
            code: 'SEVERAL_ARRAYS',
            message: `The file has ${found.others.length + 1} arrays of objects. “${found.value}” is read; the others are ${found.others.join(', ')}.`,
            row: null,
          },
        ]
      : []
  return {
    ...reading,
    json_path: { value: path.value, confidence: path.confidence, reason: path.reason },
    warnings,
    options: { ...reading.options, json_path: path.value },
  }
}

function tailRecords(hint: ReadingHint, encoding: FileEncoding, dialect: CellDialect): string[][] | null {
  if (!hint.tail) return null
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be'
  // A unit of two bytes begins at an even place of the file.
  const odd = wide && ((hint.fileSize ?? 0) - hint.tail.length) % 2 === 1 ? 1 : 0
  let start = odd
  if (encoding === 'utf-8') while (start < 4 && ((hint.tail[start] ?? 0) & 0xc0) === 0x80) start++
  const { text } = createByteDecoder(encoding).decode(hint.tail.subarray(start))
  const from = afterLines(text, 1)
  const scan = scanRecords(text, dialect, { from, last: true })
  return scan.broken === null
    ? scan.records
    : scanRecords(text, { ...dialect, quote: '' }, { from, last: true }).records
}

/**
 * Tells how a file is to be read from its first bytes: its kind, encoding, delimiter and quotes, and what stands around its table. Each finding
 * has a confidence and a reason, and gives way to what `hint.reading` chooses.
 *
 * @param bytes The file's first {@link DETECTION_HEAD_BYTES} bytes, or all of it.
 * @throws ImportFileError FILE_EMPTY, FILE_NOT_TEXT, FILE_ENCODING, JSON_NOT_AN_ARRAY where no choice would make it readable.
 *
 * @example
 * const found = detectReading(bytes, { fileName: file.name, fileSize: file.size })
 * found.delimiter // { value: ';', confidence: 0.97, reason: 'Semicolons cut 42 of 42 rows into 5 cells.' }
 * const reader = createRowReader({ fileType: 'csv', reading: found.options })
 */
export function detectReading(bytes: Uint8Array, hint: ReadingHint = {}): DetectedReading {
  const given = hint.reading ?? {}
  const complete = hint.fileSize === undefined || hint.fileSize <= bytes.length
  if (isWorkbook(bytes)) {
    return withoutCsv(
      sure('workbook', 'It is an Excel workbook.'),
      sure('utf-8', 'A workbook says so itself.'),
    )
  }
  const found: DetectedEncoding =
    given.encoding === undefined ? tellEncoding(bytes, hint) : { ...chosen(given.encoding), changesAt: null }
  const encoding: Detected<FileEncoding> = {
    value: found.value,
    confidence: found.confidence,
    reason: found.reason,
  }
  const text = decodeHead(bytes, found)
  if (text.trim() === '' && complete) {
    throw new ImportFileError(
      'FILE_EMPTY',
      'This file is empty. Choose a file with a header and at least one row.',
    )
  }
  assertNoMarkup(text)
  const named = hint.fileName === undefined ? null : fileTypeOf(hint.fileName)
  const first = text.trimStart()[0] ?? ''
  const isJson =
    given.delimiter === undefined &&
    (named === 'json' || named === 'ndjson'
      ? true
      : (first === '[' && /^\s*\[\s*[[{\]]/.test(text)) || (first === '{' && /^\s*\{\s*["}]/.test(text)))
  if (isJson && (first === '[' || first === '{')) return detectJson(text, encoding, complete, hint)
  return detectCsv({ text, found, encoding, complete, hint })
}

function tellEncoding(bytes: Uint8Array, { samples = [], tail }: ReadingHint): DetectedEncoding {
  assertKnown(bytes)
  const found = detectEncoding(bytes)
  if (!found.plain) return found
  return encodingOfParts([...samples, ...(tail ? [tail] : [])]) ?? found
}

function assertKnown(bytes: Uint8Array): void {
  const mark = bytes[0] === 0xff || bytes[0] === 0xfe
  if (!mark || bytes[1] === 0xd8) assertText(bytes)
}

function detectCsv(options: {
  text: string
  found: DetectedEncoding
  encoding: Detected<FileEncoding>
  complete: boolean
  hint: ReadingHint
}): DetectedReading {
  const { text, found, encoding, complete, hint } = options
  const given = hint.reading ?? {}
  const warnings: ReadingWarning[] = []
  const said =
    given.delimiter === undefined && given.skip_rows === undefined
      ? /^\s*"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)/i.exec(text)
      : null
  const skipped = given.skip_rows ?? (said ? countLines(said[0], 0, said[0].length) : 0)
  const from = afterLines(text, skipped)
  const delimiter = given.delimiter ?? said?.[1]
  const sample = text.slice(from, from + DIALECT_CHARS)
  const whole = complete && text.length - from <= DIALECT_CHARS && found.changesAt === null
  const [best, second] = scoreDialects(sample, {
    given: {
      ...(delimiter !== undefined && { delimiter }),
      ...(given.quote !== undefined && { quote: given.quote }),
      ...(given.escape !== undefined && { escape: given.escape }),
    },
    complete: whole,
  })
  if (!best) throw new Error('There is always one column at least.')
  const { dialect, width } = best
  const last = complete && found.changesAt === null
  const around = scanAround(text, from, dialect, last, width)
  const records = [
    ...around.before.map((record) => ({ ...record, line: record.line + skipped })),
    ...placed(text, around.from, skipped + around.line, around.scan),
  ]
  const layout = detectLayout({
    records,
    width,
    complete: last && around.scan.records.length < LAYOUT_RECORDS,
    tail: last ? lastRecords(text, dialect) : tailRecords(hint, encoding.value, dialect),
    given: { ...given, ...(said && { skip_rows: skipped }) },
  })
  warnings.push(...layout.warnings)
  const ends = lineEndsOf(text, around.scan)
  if (ends.value === 'mixed') warnings.push({ code: 'MIXED_LINE_ENDS', message: ends.reason, row: null })
  if (around.scan.broken !== null) {
    const at = records.length + 1
    warnings.push({
      code: 'UNCLOSED_QUOTE',
      message: `Row ${at} has a quotation mark that opens there and doesn’t match. Close it, or double the marks inside the text.`,
      row: at,
    })
  }
  if (found.unsure) {
    warnings.push({
      code: 'ENCODING_UNSURE',
      message:
        'Most letters of this file are accented, as if it were of another alphabet or encoding. Look at the rows; where they are wrong, save the file as CSV (UTF-8).',
      row: null,
    })
  }
  if (found.changesAt !== null) {
    const at = countLines(text, 0, text.length) + 1
    warnings.push({
      code: 'ENCODING_CHANGES',
      message: `From row ${at} on the file is of another encoding than before. Save it in one encoding.`,
      row: at,
    })
  }
  if (width > defaultRowLimits.maxColumns) {
    warnings.push({
      code: 'TOO_MANY_COLUMNS',
      message: `This file has ${width} columns. An import takes at most ${defaultRowLimits.maxColumns}.`,
      row: null,
    })
  }
  const reading = describe({ given, said: said !== null, best, second: second?.score ?? 0, layout })
  return {
    file_type: { value: 'csv', confidence: 0.95, reason: 'It is text in rows.' },
    encoding,
    line_ends: ends,
    json_path: sure('', 'This kind of file has none.'),
    ...reading,
    warnings,
    options: {
      encoding: encoding.value,
      delimiter: reading.delimiter.value,
      quote: reading.quote.value,
      escape: reading.escape.value,
      skip_rows: reading.skip_rows.value,
      header_rows: reading.header_rows.value,
      footer_rows: reading.footer_rows.value,
      trailing_delimiter: reading.trailing_delimiter.value,
      ragged_rows: reading.ragged_rows.value,
      blank_rows: reading.blank_rows.value,
    },
  }
}

function lastRecords(text: string, dialect: CellDialect): string[][] {
  const start = Math.max(0, text.length - DETECTION_TAIL_BYTES)
  const from = start === 0 ? 0 : start + afterLines(text.slice(start), 1)
  return scanRecords(text, dialect, { from, last: true }).records
}

function describe(options: {
  given: ReadingOptions
  said: boolean
  best: ReturnType<typeof scoreDialects>[number]
  second: number
  layout: DetectedLayout
}) {
  const { given, said, best, second, layout } = options
  const { dialect, width, agreeing, rows } = best
  const margin = best.score <= 0 ? 0 : (best.score - second) / best.score
  const confidence =
    Math.round(Math.min(0.99, Math.max(0.3, 0.5 + margin / 2) * (rows < 3 ? 0.9 : 1)) * 100) / 100
  const name = names[dialect.delimiter] ?? `The character ${JSON.stringify(dialect.delimiter)}`
  const pick = <Value>(value: Value | undefined, detected: Detected<Value>): Detected<Value> =>
    value === undefined ? detected : chosen(value)
  return {
    delimiter: said
      ? sure(dialect.delimiter, 'The first line says so.')
      : pick(given.delimiter, {
          value: dialect.delimiter,
          confidence,
          reason:
            width < 2
              ? 'The file has one column: no character cuts its rows evenly.'
              : `${name} cut ${agreeing} of ${rows} rows into ${width} cells.`,
        }),
    quote: pick(given.quote, {
      value: dialect.quote,
      confidence: dialect.quote === '"' ? 0.95 : 0.8,
      reason:
        dialect.quote === ''
          ? 'Quotation marks stand inside the text and surround no cell.'
          : dialect.quote === '"'
            ? 'Quotation marks surround cells, where any does.'
            : 'Apostrophes surround cells.',
    }),
    escape: pick(given.escape, {
      value: dialect.escape,
      confidence: 0.9,
      reason:
        dialect.escape === '\\'
          ? 'A backslash stands before marks inside cells.'
          : 'Marks inside cells are doubled, where there are any.',
    }),
    skip_rows: said
      ? sure(layout.skip_rows.value, 'The first line names the delimiter.')
      : pick(given.skip_rows, layout.skip_rows),
    header_rows: pick(given.header_rows, layout.header_rows),
    footer_rows: pick(given.footer_rows, layout.footer_rows),
    trailing_delimiter: pick(given.trailing_delimiter, layout.trailing_delimiter),
    ragged_rows: pick(given.ragged_rows, layout.ragged_rows),
    blank_rows: pick(given.blank_rows, layout.blank_rows),
  }
}
