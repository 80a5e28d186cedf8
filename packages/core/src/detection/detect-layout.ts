import type { Detected, ReadingWarning } from './detected.ts'
import { columnKinds, filledCells, filledWidth, rowFit } from './row-shapes.ts'
import { bodyKinds, countFooters } from './table-footer.ts'

/** A record of a sample, and the line on which it begins. */
export interface PlacedRecord {
  cells: readonly string[]
  /** Lines before it, from the file's beginning. */
  line: number
}

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

/** Header rows that were asked for, and lines to skip. */
export interface GivenLayout {
  skip_rows?: number | undefined
  header_rows?: number | undefined
  footer_rows?: number | undefined
}

/** How far down a header is looked for. */
const MAX_PREAMBLE = 60

function isBlank({ cells }: PlacedRecord): boolean {
  return filledCells(cells) === 0
}

/** The width that rows with something at their end usually have. */
function usualWidth(records: readonly PlacedRecord[], width: number): number {
  const widths = records
    .filter(({ cells }) => cells.length === width)
    .map(({ cells }) => filledWidth(cells))
    .filter((filled) => filled > 0)
    .toSorted((left, right) => left - right)
  return widths[Math.floor(widths.length * 0.8)] ?? width
}

/** Labels over several columns: filled cells with gaps between them, not a name and its value. */
function isGroupRow(cells: readonly string[], width: number): boolean {
  const places = cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
  if (places.length < 2 || places.length >= width || cells.length > width) return false
  const onlyStart = places.every((place) => place < 2)
  const gaps = places.some((place, at) => at > 0 && place - (places[at - 1] ?? 0) > 1)
  return !onlyStart && gaps && cells.every((cell) => cell.trim() === '' || cell.length < 60)
}

/** A header that names fewer columns than the rows have, and is no sentence. */
function isNarrowHeader(cells: readonly string[], width: number): boolean {
  return (
    cells.length >= Math.max(2, Math.ceil(width * 0.5)) &&
    cells.length < width &&
    cells.every(
      (cell) => cell.trim() !== '' && cell.length < 40 && !cell.startsWith(' ') && !cell.includes(':'),
    )
  )
}

interface Header {
  /** The header's first record. */
  at: number
  rows: number
  confidence: number
  reason: string
}

function rowsBelow(records: readonly PlacedRecord[], from: number): (readonly string[])[] {
  return records
    .slice(from, from + 80)
    .filter((record) => !isBlank(record))
    .map(({ cells }) => cells)
}

/** How many rows from `at` on are names. */
function headerFrom(records: readonly PlacedRecord[], at: number, width: number): Header {
  const own = records[at]?.cells ?? []
  const below = rowsBelow(records, at + 1)
  const kinds = columnKinds(
    below.filter((cells) => cells.length >= Math.min(width, 2)),
    width,
  )
  const fit = rowFit(own, kinds, below)
  if (below.length === 0) {
    const alone = rowFit(own, columnKinds([own], width), [])
    return alone.matches > 0 && alone.matches * 2 >= filledCells(own)
      ? { at, rows: 1, confidence: 0.3, reason: 'There is one row alone.' }
      : { at, rows: 1, confidence: 0.5, reason: 'There is no row below to compare it with.' }
  }
  if (fit.matches > fit.conflicts) {
    const confidence = Math.min(0.95, 0.6 + fit.matches / (fit.typed + 3))
    return { at, rows: 0, confidence, reason: 'The first row has values like those below it.' }
  }
  const rows = 1 + namesBelow(records, at, width)
  const reason =
    rows > 1
      ? `${rows} rows have names where the rows below have values.`
      : fit.conflicts > 0
        ? 'The first row has names where the rows below have values.'
        : 'The first row is taken for names: its words and those below don’t tell.'
  return { at, rows, confidence: fit.conflicts > 0 ? 0.95 : repeatsBelow(own, below) ? 0.4 : 0.65, reason }
}

/** How many more rows of names follow the first one: units, or the names under labels. */
function namesBelow(records: readonly PlacedRecord[], at: number, width: number): number {
  let more = 0
  while (more < 2) {
    const next = records[at + more + 1]
    if (!next || isBlank(next) || next.cells.length !== width) break
    const below = rowsBelow(records, at + more + 2).filter((cells) => cells.length === width)
    const kinds = columnKinds(below, width)
    const typed = kinds.filter((bits) => bits !== 0).length
    const fit = rowFit(next.cells, kinds, below)
    const above = records[at + more]?.cells ?? []
    const grouped = isGroupRow(above, width) || hasRepeats(above)
    const enough = grouped
      ? typed === 0 || fit.conflicts > 0
      : fit.conflicts >= 2 && fit.conflicts * 2 > typed
    if (below.length === 0 || fit.matches > 0 || !enough || !areNames(next.cells)) break
    more++
  }
  return more
}

function areNames(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.length < 60) && filledCells(cells) >= 2
}

function hasRepeats(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '')
  return cells.some((cell, index) => cell.trim() !== '' && cell === cells[index + 1]) && filled.length > 2
}

function repeatsBelow(cells: readonly string[], below: readonly (readonly string[])[]): boolean {
  return below.some((row) => row.some((cell, index) => cell.trim() !== '' && cell === cells[index]))
}

function findHeader(records: readonly PlacedRecord[], width: number, given: GivenLayout): Header {
  const filled = records.findIndex((record) => !isBlank(record))
  const first = Math.max(filled, 0)
  if (given.skip_rows !== undefined) {
    const found = headerFrom(records, first, width)
    // A label over columns may stand first.
    return found
  }
  const usual = usualWidth(records, width)
  const needed = width === 1 ? 1 : Math.max(2, Math.ceil(usual * 0.6))
  const isComment = ({ cells }: PlacedRecord) => /^\s*(?:#|\/\/)/.test(cells[0] ?? '')
  let at = records.findIndex(
    (record, index) =>
      index < MAX_PREAMBLE &&
      record.cells.length === width &&
      filledCells(record.cells) >= needed &&
      !isComment(record),
  )
  if (at < 0) at = first
  const found = headerFrom(records, at, width)
  const above = records[at - 1]
  if (found.rows === 0 && above && !isBlank(above) && isNarrowHeader(above.cells, width)) {
    return {
      at: at - 1,
      rows: 1,
      confidence: 0.6,
      reason: 'The first row has names, and fewer of them than the rows have cells.',
    }
  }
  if (found.rows === 0 || found.rows > 2) return found
  let up = 0
  while (up + found.rows < 3) {
    const label = records[at - up - 1]
    if (!label || isBlank(label) || label.cells.length > width || !isGroupRow(label.cells, width)) break
    up++
  }
  if (up === 0) return found
  return {
    at: at - up,
    rows: found.rows + up,
    confidence: 0.85,
    reason: 'Labels over several columns stand above the names.',
  }
}

/** Names and their values, one to a line: `Account;DE12`. In a table of two columns the first one has values too. */
function isKeyValues(records: readonly PlacedRecord[]): boolean {
  if (records[0]?.cells.length !== 2) return false
  const [first = 0] = columnKinds(
    records.slice(1).map(({ cells }) => cells),
    2,
  )
  return first === 0 || records.some(({ cells }) => (cells[0] ?? '').trim().endsWith(':'))
}

/** The records from `from` on that have as many cells, without a blank one among them. */
function blockFrom(records: readonly PlacedRecord[], from: number): readonly PlacedRecord[] {
  const width = records[from]?.cells.length ?? 0
  const end = records.findIndex(
    ({ cells }, index) => index > from && (cells.length !== width || filledCells(cells) === 0),
  )
  return records.slice(from, end < 0 ? records.length : end)
}

/** A block with names above values. */
function isTable(block: readonly PlacedRecord[]): boolean {
  const width = block[0]?.cells.length ?? 0
  if (block.length < 3 || width < 2) return false
  const header = headerFrom(block, 0, width)
  return header.rows > 0 && header.confidence > 0.9
}

/** A table among the lines that are skipped: its first record, or -1. */
function skippedTable(records: readonly PlacedRecord[], header: number): number {
  const above = records.slice(0, header)
  return above.findIndex((_, at) => {
    const block = blockFrom(above, at)
    return isTable(block) && !block.some(({ cells }) => (cells[0] ?? '').trim().endsWith(':'))
  })
}

/** The width of a table that stands first, where a larger one below decides how wide most rows are. */
function firstTableWidth(records: readonly PlacedRecord[], width: number): number {
  const begin = records.findIndex(({ cells }) => filledCells(cells) > 1)
  const own = records[begin]?.cells.length ?? width
  if (begin < 0 || own === width || own < 2) return width
  const block = blockFrom(records, begin)
  return isTable(block) && !isKeyValues(block) ? own : width
}

/** Where rows of another width go on without a blank row before them, with names of their own: a record, or -1. */
function tableBelow(records: readonly PlacedRecord[], body: number, width: number): number {
  for (let at = body + 1; at < records.length - 2; at++) {
    const size = records[at]?.cells.length ?? 0
    if (size < 2 || size === width) continue
    if (isTable(blockFrom(records.slice(0, at + 20), at))) return at
  }
  return -1
}

/** A line that separates names from values: `----+-----`, `| --- | --- |`. */
function isRule({ cells }: PlacedRecord): boolean {
  const text = cells.join('')
  return /-{2}|={2}/.test(text) && /^[\s\-=+:|_]*$/.test(text)
}

/** The first blank record behind a filled one. */
function firstGap(records: readonly PlacedRecord[], body: number): number {
  const first = records.findIndex((record, index) => index >= body && !isBlank(record))
  return records.findIndex((record, index) => index > first && isBlank(record))
}

/** Where a second table begins in the body: its record, or -1. */
function secondTable(records: readonly PlacedRecord[], body: number, width: number): number {
  const upper = records.slice(body)
  const kinds = bodyKinds(
    upper.slice(0, Math.max(upper.findIndex(isBlank), 1)).map(({ cells }) => cells),
    width,
  )
  for (let at = body + 1; at < records.length - 1; at++) {
    const [gap, first] = [records[at], records[at + 1]]
    if (!gap || !isBlank(gap) || !first || isBlank(first)) continue
    const rest = records.slice(at + 1, at + 200)
    const titled = filledCells(first.cells) === 1 && width > 1
    const block = (titled ? rest.slice(1) : rest).filter((record) => !isBlank(record))
    const [head, next] = block
    if (!head || !next) continue
    const size = filledWidth(head.cells)
    if (size < 2 || filledWidth(next.cells) < 2) continue
    const alike =
      block.filter(({ cells }) => filledWidth(cells) === size).length >= Math.max(2, block.length * 0.5)
    const own = columnKinds(
      block.slice(1).map(({ cells }) => cells),
      size,
    )
    const fit = rowFit(head.cells, kinds, [])
    const within = rowFit(head.cells, own, [])
    const isHeader = within.conflicts > 0 && within.matches === 0
    const differs = size !== width && head.cells.length !== width
    if (
      alike &&
      ((differs && (isHeader || own.every((bits) => bits === 0))) ||
        (isHeader && fit.matches === 0 && fit.conflicts > 0))
    )
      return at
  }
  return -1
}

function raggedOf(body: readonly PlacedRecord[], width: number): Detected<'reject' | 'pad'> {
  const filled = body.filter((record) => !isBlank(record))
  const short = filled.filter(({ cells }) => cells.length < width).length
  const long = filled.filter(({ cells }) => cells.length > width && filledWidth(cells) > width).length
  if (short >= 2 && short >= filled.length * 0.25 && long === 0) {
    return {
      value: 'pad',
      confidence: 0.75,
      reason: `${short} of ${filled.length} rows leave out the blank cells at their end.`,
    }
  }
  return {
    value: 'reject',
    confidence: short + long === 0 ? 0.95 : 0.7,
    reason:
      short + long === 0
        ? 'All rows have as many cells as the header.'
        : `${short + long} of ${filled.length} rows have another number of cells.`,
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
      ? `The last ${wide - named === 1 ? 'column has' : `${wide - named} columns have`} neither a name nor values.`
      : 'No line ends with delimiters that separate nothing.',
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
      message: `Another table begins on row ${at}. ${
        stops ? 'Only the first one is read' : 'Its rows are read as those of the first one'
      }. Move it to a file of its own.`,
      row: at,
    })
  }
  const skipped = skip === 0 || given.skip_rows !== undefined ? -1 : skippedTable(records, header.at)
  if (skipped >= 0) {
    const at = (records[skipped]?.line ?? 0) + 1
    warnings.push({
      code: 'TWO_TABLES',
      message: `Row ${at} begins a table of its own, above the one that is read. Move it to a file of its own, or choose how many lines to skip.`,
      row: at,
    })
  }
  const below = second < 0 ? tableBelow(records, bodyAt, headerRows === 0 ? width : named) : -1
  if (below >= 0) {
    const at = (records[below]?.line ?? 0) + 1
    warnings.push({
      code: 'TWO_TABLES',
      message: `Another table begins on row ${at}, without a blank row before it. Its rows are read as those of the first one, and rejected where they have another number of cells. Move it to a file of its own.`,
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
      reason:
        skip === 0
          ? 'The table begins at once.'
          : `${skip} lines stand before the row that has as many cells as the table.`,
    },
    header_rows: { value: headerRows, confidence: header.confidence, reason: header.reason },
    footer_rows: {
      value: footers,
      confidence: footers > 0 ? 0.85 : rows === null ? 0.5 : 0.9,
      reason:
        footers > 0
          ? `The last ${footers === 1 ? 'row is a total or a note' : `${footers} rows are totals or notes`}.`
          : rows === null
            ? 'The file’s end was not looked at.'
            : 'The last rows are like those above them.',
    },
    trailing_delimiter: trailingOf(headerRows === 0 ? body.slice(0, 1) : names, body),
    ragged_rows: raggedOf(footers > 0 && complete ? body.slice(0, -footers) : body, Math.min(named, width)),
    blank_rows: stops
      ? { value: 'stop', confidence: 0.8, reason: 'A blank row ends the first of two tables.' }
      : { value: 'skip', confidence: 0.9, reason: 'Blank rows, if any, separate nothing.' },
    warnings,
  }
}
