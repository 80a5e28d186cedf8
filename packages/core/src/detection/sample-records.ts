import type { FileEncoding } from '../contracts/index.ts'
import { createByteDecoder } from '../csv/byte-decoder.ts'
import { scanRecords, type CellDialect, type Scan } from '../csv/scan-records.ts'
import type { Detected } from './detected.ts'
import { because } from './reading-reasons.ts'
import { DETECTION_TAIL_BYTES, type LineEnds, type ReadingHint } from './reading-types.ts'
import type { PlacedRecord } from './table-header.ts'

/** Records that the layout is told from. */
export const LAYOUT_RECORDS = 2000

export function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines++
  }
  return lines
}

export function lineEndsOf(text: string, { ends }: Scan): Detected<LineEnds> {
  const counts = { '\r\n': 0, '\n': 0, '\r': 0 }
  for (const end of ends) {
    const lastCharacter = text[end - 1]
    if (lastCharacter === '\n') counts[text[end - 2] === '\r' ? '\r\n' : '\n']++
    else if (lastCharacter === '\r') counts['\r']++
  }
  const kinds = (['\n', '\r\n', '\r'] as const).filter((kind) => counts[kind] > 0)
  if (kinds.length > 1) return { value: 'mixed', confidence: 0.95, reason: because('LINE_ENDS_MIXED') }
  return {
    value: kinds[0] ?? '\n',
    confidence: kinds.length === 0 ? 0.5 : 1,
    reason: because('LINE_ENDS_SAME'),
  }
}

/** Where the lines before `count` end. */
export function afterLines(text: string, count: number): number {
  let at = 0
  for (let line = 0; line < count; line++) {
    const found = text.slice(at).search(/\r\n|\r|\n/)
    if (found < 0) return text.length
    at += found
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  return at
}

export function placed(text: string, from: number, line: number, scan: Scan): PlacedRecord[] {
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
export function scanAround(
  text: string,
  from: number,
  dialect: CellDialect,
  complete: boolean,
  width: number,
) {
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

export function tailRecords(
  hint: ReadingHint,
  encoding: FileEncoding,
  dialect: CellDialect,
): string[][] | null {
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

export function lastRecords(text: string, dialect: CellDialect): string[][] {
  const start = Math.max(0, text.length - DETECTION_TAIL_BYTES)
  const from = start === 0 ? 0 : start + afterLines(text.slice(start), 1)
  return scanRecords(text, dialect, { from, last: true }).records
}
