/** How cells and quotes are written. */
export interface CellDialect {
  delimiter: string
  /** Empty: no character quotes. */
  quote: string
  /** The quote itself where it is doubled, or a backslash. */
  escape: string
}

/** What one pass over a text found. */
export interface Scan {
  records: string[][]
  /** Where each record ends, its line end included, in characters from the text's beginning. */
  ends: number[]
  /** Records with a cell that goes over several lines. */
  tall: Set<number>
  /** Quotes that close too early, and are taken for text. */
  strays: number
  /** Cells that a quote surrounded. */
  quoted: number
  /** A quote that makes no sense, in the record that follows the last one. */
  broken: BrokenQuote | null
}

/** `stray`: a quote on a later line of a cell closes nothing. `unclosed`: the text ends inside quotes. */
export type BrokenQuote = 'stray' | 'unclosed'

const LF = 10
const CR = 13
const SPACE = 32
const BACKSLASH = 92

type Quoted =
  | { kind: 'cell'; value: string; next: number; tall: boolean; stray: boolean }
  | { kind: 'raw' }
  | { kind: 'incomplete' }
  | { kind: 'broken'; why: BrokenQuote }

const INCOMPLETE: Quoted = { kind: 'incomplete' }
const RAW: Quoted = { kind: 'raw' }

function hasLineEnd(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || code === CR) return true
  }
  return false
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  return at
}

function isEscaped(text: string, at: number, from: number): boolean {
  let count = 0
  for (let back = at - 1; back >= from && text.charCodeAt(back) === 92; back--) count++
  return count % 2 === 1
}

/** Text without the backslashes that stand before quotes and backslashes. */
function unescaped(text: string, quote: string, delimiter = quote): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\([^])/g, (both, next: string) =>
    next === quote || next === delimiter || next === '\\' ? next : both,
  )
}

/** Reads a cell whose opening quote stands before `from`. */
function readQuoted(text: string, from: number, dialect: CellDialect, last: boolean): Quoted {
  const { quote } = dialect
  const delimiter = dialect.delimiter.charCodeAt(0)
  const doubled = dialect.escape === quote
  const backslash = dialect.escape === '\\'
  const end = text.length
  let escapes = false
  let tall = false
  let stray = false
  let at = from
  for (;;) {
    const mark = text.indexOf(quote, at)
    if (!tall && hasLineEnd(text, at, mark < 0 ? end : mark)) {
      // `"Big" Bob`: a quote that closes too early on the line where it opened is text.
      if (stray) return RAW
      tall = true
    }
    if (mark < 0) return last ? (stray ? RAW : { kind: 'broken', why: 'unclosed' }) : INCOMPLETE
    if (backslash && isEscaped(text, mark, from)) {
      at = mark + 1
      continue
    }
    if (mark + 1 >= end && !last) return INCOMPLETE
    const next = mark + 1 < end ? text.charCodeAt(mark + 1) : LF
    if (doubled && next === quote.charCodeAt(0)) {
      escapes = true
      at = mark + 2
      continue
    }
    let after = mark + 1
    if (delimiter !== SPACE) after = skipSpaces(text, after)
    if (after >= end && !last) return INCOMPLETE
    const code = after < end ? text.charCodeAt(after) : LF
    if (code === delimiter || code === LF || code === CR) {
      const raw = text.slice(from, mark)
      const value = backslash
        ? unescaped(raw, quote)
        : escapes && doubled
          ? raw.replaceAll(quote + quote, quote)
          : raw
      return { kind: 'cell', value, next: after, tall, stray }
    }
    if (tall) return { kind: 'broken', why: 'stray' }
    stray = true
    at = mark + 1
  }
}

/**
 * Cuts text into records, as RFC 4180 says and as files are: `\n`, `\r\n` and `\r` all end a line, also mixed; a quote inside a cell that
 * isn't quoted is text; so are quotes inside a quoted cell of one line that aren't doubled.
 *
 * Unless `last`, a record counts only when the text behind it proves that it is whole.
 */
export function scanRecords(
  text: string,
  dialect: CellDialect,
  options: { from?: number; last: boolean; most?: number },
): Scan {
  const { last, most = Infinity } = options
  const delimiter = dialect.delimiter.charCodeAt(0)
  const quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0)
  // Backslashes stand before delimiters and line ends of cells without quotes too.
  const escape = dialect.escape === '\\' ? BACKSLASH : -1
  const end = text.length
  const scan: Scan = { records: [], ends: [], tall: new Set(), strays: 0, quoted: 0, broken: null }
  const { records, ends } = scan
  let cells: string[] = []
  let tall = false
  let start = options.from ?? 0
  let at = start

  /** A cell without quotes, as it is meant. */
  const plain =
    escape < 0 ? (cell: string) => cell : (cell: string) => unescaped(cell, dialect.quote, dialect.delimiter)

  function finish(next: number): void {
    if (tall) scan.tall.add(records.length)
    records.push(cells)
    ends.push(next)
    cells = []
    tall = false
  }

  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === delimiter) {
      cells.push(plain(text.slice(start, at)))
      start = ++at
    } else if (code === LF || code === CR) {
      if (code === CR && at + 1 >= end && !last) return scan
      const next = code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
      cells.push(plain(text.slice(start, at)))
      finish(next)
      start = at = next
      if (records.length >= most) return scan
    } else if (code === quote && (at === start || isIndent(text, start, at))) {
      const quoted = readQuoted(text, at + 1, dialect, last)
      if (quoted.kind === 'incomplete') return scan
      if (quoted.kind === 'broken') {
        scan.broken = quoted.why
        return scan
      }
      if (quoted.kind === 'raw') {
        scan.strays++
        at++
        continue
      }
      tall ||= quoted.tall
      scan.quoted++
      if (quoted.stray) scan.strays++
      cells.push(quoted.value)
      at = quoted.next
      // The line end or delimiter behind the cell belongs to it.
      if (at >= end) {
        finish(end)
        return scan
      }
      const after = text.charCodeAt(at)
      if (after === delimiter) {
        start = ++at
      } else {
        if (after === CR && at + 1 >= end && !last) return scan
        const next = after === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
        finish(next)
        start = at = next
        if (records.length >= most) return scan
      }
    } else at += code === escape ? 2 : 1
  }
  if (last && (start < end || cells.length > 0)) {
    cells.push(plain(text.slice(start)))
    finish(end)
  }
  return scan
}

function isIndent(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) !== SPACE) return false
  return true
}
