import type { FileEncoding } from '../contracts/index.ts'
import { createByteDecoder } from '../csv/byte-decoder.ts'
import { assertText, byteOrderMarkLength } from '../csv/file-signature.ts'
import { fileTypeOf } from '../csv/read-head.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import type { Detected, ReadingWarning } from './detected.ts'
import { because } from './reading-reasons.ts'
import { detectCsv } from './detect-csv.ts'
import { arraysIn, choosePath, isNdjson } from './detect-json.ts'
import { detectEncoding, encodingOfParts, type DetectedEncoding } from './detect-encoding.ts'
import {
  chosen,
  sure,
  type DetectedFileType,
  type DetectedReading,
  type ReadingHint,
} from './reading-types.ts'

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

function withoutCsv(fileType: Detected<DetectedFileType>, encoding: Detected<FileEncoding>): DetectedReading {
  const reason = because('KIND_HAS_NONE')
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
    return withoutCsv(sure('json', because('BEGINS_WITH_BRACKET')), encoding)
  }
  if (given.json_path === undefined && isNdjson(text, complete)) {
    return withoutCsv({ value: 'ndjson', confidence: 0.95, reason: because('LINES_ARE_OBJECTS') }, encoding)
  }
  const found = choosePath(arraysIn(text))
  if (given.json_path === undefined && found === null) {
    throw new ImportFileError(
      'JSON_NOT_AN_ARRAY',
      'This file is one JSON object without an array of objects. An import takes an array of objects: [{…}, {…}].',
    )
  }
  const path = given.json_path === undefined && found ? found : chosen(given.json_path ?? '')
  const reading = withoutCsv(sure('json', because('BEGINS_WITH_BRACE')), encoding)
  const warnings: ReadingWarning[] =
    found && found.others.length > 0 && given.json_path === undefined
      ? [
          {
            code: 'SEVERAL_ARRAYS',
            params: { arrays: found.others.length + 1, path: found.value, others: found.others },
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

/**
 * Tells how a file is to be read from its first bytes: its kind, encoding, delimiter and quotes, and what stands around its table. Each finding
 * has a confidence and a reason, and gives way to what `hint.reading` chooses.
 *
 * @param bytes The file's first `DETECTION_HEAD_BYTES` bytes, or all of it.
 * @throws ImportFileError FILE_EMPTY, FILE_NOT_TEXT, FILE_ENCODING, JSON_NOT_AN_ARRAY where no choice would make it readable.
 *
 * @example
 * const found = detectReading(bytes, { fileName: file.name, fileSize: file.size })
 * found.delimiter // { value: ';', confidence: 0.97, reason: [{ code: 'DELIMITER_CUTS', params: { … } }] }
 * const reader = createRowReader({ fileType: 'csv', reading: found.options })
 */
export function detectReading(bytes: Uint8Array, hint: ReadingHint = {}): DetectedReading {
  const given = hint.reading ?? {}
  const complete = hint.fileSize === undefined || hint.fileSize <= bytes.length
  if (isWorkbook(bytes)) {
    return withoutCsv(sure('workbook', because('IS_WORKBOOK')), sure('utf-8', because('WORKBOOK_SAYS')))
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
