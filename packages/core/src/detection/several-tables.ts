import { columnKinds, filledCells, filledWidth, rowFit } from './row-shapes.ts'
import { bodyKinds } from './table-footer.ts'
import { headerFrom, isBlank, type PlacedRecord } from './table-header.ts'

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
export function skippedTable(records: readonly PlacedRecord[], header: number): number {
  const above = records.slice(0, header)
  return above.findIndex((_, at) => {
    const block = blockFrom(above, at)
    return isTable(block) && !block.some(({ cells }) => (cells[0] ?? '').trim().endsWith(':'))
  })
}

/** The width of a table that stands first, where a larger one below decides how wide most rows are. */
export function firstTableWidth(records: readonly PlacedRecord[], width: number): number {
  const begin = records.findIndex(({ cells }) => filledCells(cells) > 1)
  const own = records[begin]?.cells.length ?? width
  if (begin < 0 || own === width || own < 2) return width
  const block = blockFrom(records, begin)
  return isTable(block) && !isKeyValues(block) ? own : width
}

/** Where rows of another width go on without a blank row before them, with names of their own: a record, or -1. */
export function tableBelow(records: readonly PlacedRecord[], body: number, width: number): number {
  for (let at = body + 1; at < records.length - 2; at++) {
    const size = records[at]?.cells.length ?? 0
    if (size < 2 || size === width) continue
    if (isTable(blockFrom(records.slice(0, at + 20), at))) return at
  }
  return -1
}

/** The first blank record behind a filled one. */
export function firstGap(records: readonly PlacedRecord[], body: number): number {
  const first = records.findIndex((record, index) => index >= body && !isBlank(record))
  return records.findIndex((record, index) => index > first && isBlank(record))
}

/** Where a second table begins in the body: its record, or -1. */
export function secondTable(records: readonly PlacedRecord[], body: number, width: number): number {
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
