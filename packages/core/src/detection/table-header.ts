import { columnKinds, filledCells, filledWidth, rowFit } from './row-shapes.ts'
import { because, type ReadingReason } from './reading-reasons.ts'

/** A record of a sample, and the line on which it begins. */
export interface PlacedRecord {
  cells: readonly string[]
  /** Lines before it, from the file's beginning. */
  line: number
}

/** Header rows that were asked for, and lines to skip. */
export interface GivenLayout {
  skip_rows?: number | undefined
  header_rows?: number | undefined
  footer_rows?: number | undefined
}

/** How far down a header is looked for. */
const MAX_PREAMBLE = 60

/** Tells a record without anything in it. */
export function isBlank({ cells }: PlacedRecord): boolean {
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

/** Where a header stands. */
export interface Header {
  /** The header's first record. */
  at: number
  rows: number
  confidence: number
  reason: readonly ReadingReason[]
}

function rowsBelow(records: readonly PlacedRecord[], from: number): (readonly string[])[] {
  return records
    .slice(from, from + 80)
    .filter((record) => !isBlank(record))
    .map(({ cells }) => cells)
}

/** How many rows from `at` on are names. */
export function headerFrom(records: readonly PlacedRecord[], at: number, width: number): Header {
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
      ? { at, rows: 1, confidence: 0.3, reason: because('ONE_ROW') }
      : { at, rows: 1, confidence: 0.5, reason: because('NO_ROW_BELOW') }
  }
  if (fit.matches > fit.conflicts) {
    const confidence = Math.min(0.95, 0.6 + fit.matches / (fit.typed + 3))
    return { at, rows: 0, confidence, reason: because('VALUES_AT_FIRST') }
  }
  // The last row is a row: a header of two over nothing would say that there is none.
  const rows = 1 + Math.min(namesBelow(records, at, width), below.length - 1)
  const reason =
    rows > 1
      ? because('NAME_ROWS_OVER_VALUES', { rows })
      : fit.conflicts > 0
        ? because('NAMES_OVER_VALUES')
        : because('NAMES_UNSURE')
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

/** Finds a table's header, with the labels that stand above it. */
export function findHeader(records: readonly PlacedRecord[], width: number, given: GivenLayout): Header {
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
      reason: because('NAMES_FEWER'),
    }
  }
  if (found.rows === 0 || found.rows > 2) return found
  // Blank names above the only full row are a header with gaps, not labels over names.
  const label = records[at - 1]
  if (label && !isBlank(label) && rowsBelow(records, at + found.rows).length === 0)
    return headerFrom(records, at - 1, width)
  let up = 0
  while (up + found.rows < 3) {
    const group = records[at - up - 1]
    if (!group || isBlank(group) || group.cells.length > width || !isGroupRow(group.cells, width)) break
    up++
  }
  if (up === 0) return found
  return {
    at: at - up,
    rows: found.rows + up,
    confidence: 0.85,
    reason: because('LABELS_OVER_NAMES'),
  }
}

/** A line that separates names from values: `----+-----`, `| --- | --- |`. */
export function isRule({ cells }: PlacedRecord): boolean {
  const text = cells.join('')
  return /-{2}|={2}/.test(text) && /^[\s\-=+:|_]*$/.test(text)
}
