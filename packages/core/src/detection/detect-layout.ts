import type { Detected, ReadingWarning } from './detected.ts'
import { because } from './reading-reasons.ts'
import { filledCells, filledWidth } from './row-shapes.ts'
import { firstGap, firstTableWidth, secondTable, skippedTable, tableBelow } from './several-tables.ts'
import { bodyKinds, countFooters } from './table-footer.ts'
import { findHeader, isBlank, isRule, type GivenLayout, type PlacedRecord } from './table-header.ts'

/** What stands around a table's records. */
export interface DetectedLayout {
  skip_rows: Detected<number>
  header_rows: Detected<number>
  footer_rows: Detected<number>
  trailing_delimiter: Detected<boolean>
  ragged_rows: Detected<'reject' | 'pad'>
  blank_rows: Detected<'skip' | 'stop'>
  warnings: ReadingWarning[]
}

function raggedOf(body: readonly PlacedRecord[], width: number): Detected<'reject' | 'pad'> {
  const filled = body.filter((record) => !isBlank(record))
  const short = filled.filter(({ cells }) => cells.length < width).length
  const long = filled.filter(({ cells }) => cells.length > width && filledWidth(cells) > width).length
  if (short >= 2 && short >= filled.length * 0.25 && long === 0) {
    return {
      value: 'pad',
      confidence: 0.75,
      reason: because('ROWS_SHORTER', { short, rows: filled.length }),
    }
  }
  return {
    value: 'reject',
    confidence: short + long === 0 ? 0.95 : 0.7,
    reason:
      short + long === 0
        ? because('ROWS_AS_WIDE')
        : because('ROWS_RAGGED', { ragged: short + long, rows: filled.length }),
  }
}

function trailingOf(header: readonly PlacedRecord[], body: readonly PlacedRecord[]): Detected<boolean> {
  const names = header.map(({ cells }) => filledWidth(cells))
  const named = Math.max(0, ...names)
  const wide = Math.max(0, ...header.map(({ cells }) => cells.length))
  const filled = body.filter((record) => !isBlank(record))
  const used = filled.filter(({ cells }) => filledWidth(cells) > named).length
  const value = named > 0 && wide > named && used <= filled.length * 0.02
  return {
    value,
    confidence: 0.9,
    reason: value
      ? because('TRAILING_DELIMITERS', { columns: wide - named })
      : because('NO_TRAILING_DELIMITERS'),
  }
}

/** Tells a table's header, and what stands before and after it, from the records of a file's beginning. */
export function detectLayout(options: {
  records: readonly PlacedRecord[]
  width: number
  /** Whether the records are all that the file has. */
  complete: boolean
  /** The file's last records where `records` doesn't have them. */
  tail: readonly (readonly string[])[] | null
  given: GivenLayout
}): DetectedLayout {
  const { records, complete, tail, given } = options
  const width = firstTableWidth(records, options.width)
  const warnings: ReadingWarning[] = []
  const header = findHeader(records, width, given)
  const ruled = header.rows > 0 && header.rows < 3 && records[header.at + header.rows]
  const headerRows = given.header_rows ?? (ruled && isRule(ruled) ? header.rows + 1 : header.rows)
  const start = records[header.at]
  const before = records.slice(0, header.at).filter((record) => !isBlank(record)).length
  const skip = given.skip_rows ?? (before === 0 ? 0 : (start?.line ?? 0))
  const bodyAt = header.at + headerRows
  const names = records.slice(header.at, bodyAt)
  const named = Math.max(1, ...names.map(({ cells }) => cells.length))
  const second = secondTable(records, bodyAt, headerRows === 0 ? width : named)
  const gap = firstGap(records, bodyAt)
  // A table can only be ended at its first blank row: with rows of its own behind that one, it is read to the end.
  const between = second < 0 ? [] : records.slice(gap, second)
  const stops = second >= 0 && between.every(({ cells }) => filledCells(cells) < 2)
  const body = stops ? records.slice(bodyAt, gap) : records.slice(bodyAt)
  if (second >= 0) {
    const row = records.slice(second).find((record) => !isBlank(record))
    const at = (row?.line ?? 0) + 1
    warnings.push({
      code: 'TWO_TABLES',
      params: { read: stops ? 'first' : 'both' },
      row: at,
    })
  }
  const skipped = skip === 0 || given.skip_rows !== undefined ? -1 : skippedTable(records, header.at)
  if (skipped >= 0) {
    const at = (records[skipped]?.line ?? 0) + 1
    warnings.push({
      code: 'TWO_TABLES',
      params: { read: 'second' },
      row: at,
    })
  }
  const below = second < 0 ? tableBelow(records, bodyAt, headerRows === 0 ? width : named) : -1
  if (below >= 0) {
    const at = (records[below]?.line ?? 0) + 1
    warnings.push({
      code: 'TWO_TABLES',
      params: { read: 'adjoining' },
      row: at,
    })
  }
  const cells = body.map((record) => record.cells)
  const kinds = bodyKinds(cells, width)
  const sizes = cells
    .map(filledCells)
    .filter((size) => size > 0)
    .toSorted((left, right) => left - right)
  const usual = sizes[Math.floor(sizes.length / 2)] ?? width
  const end = { width, usual, kinds }
  const rows = complete || stops ? cells : tail
  const footers = rows === null ? 0 : countFooters({ ...end, rows })
  return {
    skip_rows: {
      value: skip,
      confidence: skip === 0 ? header.confidence : 0.85,
      reason: skip === 0 ? because('TABLE_AT_ONCE') : because('LINES_BEFORE', { lines: skip }),
    },
    header_rows: { value: headerRows, confidence: header.confidence, reason: header.reason },
    footer_rows: {
      value: footers,
      confidence: footers > 0 ? 0.85 : rows === null ? 0.5 : 0.9,
      reason:
        footers > 0
          ? because('FOOTERS', { rows: footers })
          : rows === null
            ? because('END_NOT_SEEN')
            : because('LAST_ROWS_ALIKE'),
    },
    trailing_delimiter: trailingOf(headerRows === 0 ? body.slice(0, 1) : names, body),
    ragged_rows: raggedOf(footers > 0 && complete ? body.slice(0, -footers) : body, Math.min(named, width)),
    blank_rows: stops
      ? { value: 'stop', confidence: 0.8, reason: because('BLANK_ROW_ENDS_TABLE') }
      : { value: 'skip', confidence: 0.9, reason: because('BLANK_ROWS_SEPARATE_NOTHING') },
    warnings,
  }
}
