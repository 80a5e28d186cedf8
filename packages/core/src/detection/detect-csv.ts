import type { FileEncoding, ReadingOptions } from '../contracts/index.ts'
import { scoreDialects } from '../csv/score-dialect.ts'
import { defaultRowLimits } from '../csv/source-rows.ts'
import type { Detected, ReadingWarning } from './detected.ts'
import { because } from './reading-reasons.ts'
import type { DetectedEncoding } from './detect-encoding.ts'
import { detectLayout, type DetectedLayout } from './detect-layout.ts'
import { chosen, sure, type DetectedReading, type ReadingHint } from './reading-types.ts'
import {
  afterLines,
  countLines,
  lastRecords,
  LAYOUT_RECORDS,
  lineEndsOf,
  placed,
  scanAround,
  tailRecords,
} from './sample-records.ts'

/** Text that the delimiter is told from. */
const DIALECT_CHARS = 64 * 1024

/** Tells how rows of text are to be read. */
export function detectCsv(options: {
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
  if (ends.value === 'mixed') warnings.push({ code: 'MIXED_LINE_ENDS', params: {}, row: null })
  // A cell of over a hundred thousand characters is one that a quote opened by accident.
  const read = around.scan.ends.at(-1) ?? around.from
  const isEndless =
    !last && around.scan.records.length < LAYOUT_RECORDS && text.length - read > defaultRowLimits.maxCellChars
  if (around.scan.broken !== null || isEndless) {
    const at = records.length + 1
    warnings.push({
      code: 'UNCLOSED_QUOTE',
      params: {},
      row: at,
    })
  }
  if (found.unsure) {
    warnings.push({
      code: 'ENCODING_UNSURE',
      params: {},
      row: null,
    })
  }
  if (found.changesAt !== null) {
    const at = countLines(text, 0, text.length) + 1
    warnings.push({
      code: 'ENCODING_CHANGES',
      params: {},
      row: at,
    })
  }
  if (width > defaultRowLimits.maxColumns) {
    warnings.push({
      code: 'TOO_MANY_COLUMNS',
      params: { columns: width, most: defaultRowLimits.maxColumns },
      row: null,
    })
  }
  const reading = describe({ given, said: said !== null, best, second: second?.score ?? 0, layout })
  return {
    file_type: { value: 'csv', confidence: 0.95, reason: because('TEXT_IN_ROWS') },
    encoding,
    line_ends: ends,
    json_path: sure('', because('KIND_HAS_NONE')),
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
  const pick = <Value>(value: Value | undefined, detected: Detected<Value>): Detected<Value> =>
    value === undefined ? detected : chosen(value)
  return {
    delimiter: said
      ? sure(dialect.delimiter, because('FIRST_LINE_SAYS'))
      : pick(given.delimiter, {
          value: dialect.delimiter,
          confidence,
          reason:
            width < 2
              ? because('ONE_COLUMN')
              : because('DELIMITER_CUTS', { delimiter: dialect.delimiter, agreeing, rows, width }),
        }),
    quote: pick(given.quote, {
      value: dialect.quote,
      confidence: dialect.quote === '"' ? 0.95 : 0.8,
      reason:
        dialect.quote === ''
          ? because('QUOTES_IN_TEXT')
          : dialect.quote === '"'
            ? because('QUOTES_SURROUND')
            : because('APOSTROPHES_SURROUND'),
    }),
    escape: pick(given.escape, {
      value: dialect.escape,
      confidence: 0.9,
      reason: dialect.escape === '\\' ? because('BACKSLASH_ESCAPES') : because('MARKS_DOUBLED'),
    }),
    skip_rows: said
      ? sure(layout.skip_rows.value, because('FIRST_LINE_NAMES_DELIMITER'))
      : pick(given.skip_rows, layout.skip_rows),
    header_rows: pick(given.header_rows, layout.header_rows),
    footer_rows: pick(given.footer_rows, layout.footer_rows),
    trailing_delimiter: pick(given.trailing_delimiter, layout.trailing_delimiter),
    ragged_rows: pick(given.ragged_rows, layout.ragged_rows),
    blank_rows: pick(given.blank_rows, layout.blank_rows),
  }
}
