import { scanRecords, type CellDialect } from './scan-records.ts'

/** A dialect that a text may have, and what speaks for it. */
export interface ScoredDialect {
  dialect: CellDialect
  /** 0 to 1; only the order among the dialects of one text means something. */
  score: number
  /** How many cells most rows have. */
  width: number
  /** How many of the rows between the first and the last of that width have it. */
  agreeing: number
  rows: number
}

/** Delimiters that are tried, and how much each is believed beforehand. */
const candidates: readonly (readonly [string, number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1.02],
  ['|', 1],
  ['^', 0.85],
  ['~', 0.85],
  ['\u001f', 1],
  ['\u0001', 1],
  ['¦', 0.8],
  [':', 0.45],
]

const MAX_RECORDS = 300

/** What one column of whole lines is worth, against which a delimiter has to win. */
const ONE_COLUMN = 0.2

/** Numbers with their signs and separators, dates, times, addresses, words for yes and no: what cells are in a well-cut file. */
const telling =
  /^[-+(]?\s?(?:[$€£¥%]|[A-Z]{3} )?[-+]?\d[\d., '’\u00a0\u202f]*(?:[eE][-+]?\d+)?\s?(?:[%€$£¥)]|[A-Z]{3})?-?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:Z|AM|PM|[+-]\d{2}:?\d{2}))?)?$|^\d{1,2}:\d{2}(?::\d{2})?$|^[^\s@,;|]+@[^\s@,;|]+\.[a-z]{2,}$|^https?:\/\/[^\s"]+$/iu

/** How much a cell looks like one value, 0 to 1. */
function cellScore(cell: string, quote: string): number {
  const text = cell.trim()
  if (text === '') return 0.85
  if (telling.test(text)) return 1
  const [first, last] = [text[0], text.at(-1)]
  if ((first === '"' || last === '"') && quote !== '"') return first === last ? 0.15 : 0.4
  if (first === '"') return 0.4
  if (first === "'" && last === "'" && text.length > 1 && quote !== "'") return 0.2
  if (text.includes('\t')) return 0.1
  if (/[;|\u001f\u0001]\S/.test(text)) return 0.35
  if (/[;|]/.test(text)) return 0.7
  if (/,\S/.test(text)) return 0.45
  return text.includes(', ') ? 0.8 : 0.95
}

function widthOf(records: readonly string[][]): number {
  const counts = new Map<number, number>()
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1)
  let best = 1
  let most = 0
  for (const [width, count] of counts) {
    const weight = count * (width === 1 ? 0.3 : (width - 1) / width)
    if (weight > most) [best, most] = [width, weight]
  }
  return best
}

function averageOf(records: readonly string[][], quote: string): number {
  let sum = 0
  let count = 0
  for (const cells of records) {
    for (const cell of cells.slice(0, 60)) {
      sum += cellScore(cell, quote)
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}

/** `Lovelace, Ada` under the header `Name`: commas of the language, not of the file. */
function isProse(records: readonly string[][], delimiter: string): boolean {
  if (delimiter !== ',' || records[0]?.length !== 1) return false
  const split = records.filter((cells) => cells.length > 1)
  return split.length > 0 && split.every((cells) => cells.slice(1).every((cell) => cell.startsWith(' ')))
}

/** Colons of times and of sentences. */
function isProseColon(text: string): boolean {
  return /\d:\d\d|: |:\/\//.test(text)
}

interface Sample {
  text: string
  complete: boolean
}

function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '')
}

/** The records of a sample as a dialect cuts them, with what its quotes cost. */
function recordsOf({ text, complete }: Sample, dialect: CellDialect) {
  const scan = scanRecords(text, dialect, { last: complete, most: MAX_RECORDS })
  const read = scan.ends.at(-1) ?? 0
  const stuck = scan.records.length < MAX_RECORDS && read < text.length / 2 && text.length > 0
  const unsound = scan.broken !== null || (stuck && text.slice(read).search(/[\r\n]/) >= 0)
  const records = unsound
    ? // One wrong quote must not hide how the rest is cut.
      scanRecords(text, { ...dialect, quote: '' }, { last: complete, most: MAX_RECORDS }).records
    : scan.records
  const strays = scan.strays / Math.max(scan.records.length, 1)
  return {
    records: records.filter(isFilled),
    quality: (unsound ? 0.85 : 1) * (1 - 0.4 * Math.min(strays, 1)),
    quoted: scan.quoted,
    unsound,
  }
}

function score(
  sample: Sample,
  dialect: CellDialect,
  weight: number,
): ScoredDialect & { unsound: boolean; quoted: number } {
  const { records, quality, quoted, unsound } = recordsOf(sample, dialect)
  const width = widthOf(records)
  const facts = { dialect, width, unsound, quoted }
  if (width < 2) {
    return { ...facts, score: 0, agreeing: records.length, rows: records.length }
  }
  const first = records.findIndex((cells) => cells.length === width)
  const last = records.findLastIndex((cells) => cells.length === width)
  const region = records.slice(first, last + 1)
  const agreeing = region.filter((cells) => cells.length === width)
  const share = agreeing.length / region.length
  const coverage = region.length / records.length
  const prose = isProse(records, dialect.delimiter) ? 0.15 : 1
  const cells = averageOf(agreeing, dialect.quote)
  const total = share * share * coverage * ((width - 1) / width) * cells * cells * quality * weight * prose
  return { ...facts, score: total, agreeing: agreeing.length, rows: region.length }
}

/** Which quotes a text may use: those that stand where a cell begins. */
function quotesIn(text: string, delimiter: string): string[] {
  const at = `(?:^|[\\r\\n]|\\${delimiter})`
  const singles =
    text.match(new RegExp(`${at} *'[^'\\r\\n]*'(?=\\${delimiter}|[\\r\\n]|$)`, 'g'))?.length ?? 0
  const doubles = text.match(new RegExp(`${at} *"`, 'g'))?.length ?? 0
  return singles >= 2 && singles > doubles ? ['"', "'"] : ['"']
}

/** Tells whether marks are text in this file: they cut it wrongly, never surround a cell, and stand in several. */
function isUnquoted(sample: Sample, delimiter: string): boolean {
  const { records } = recordsOf(sample, { delimiter, quote: '', escape: '' })
  const width = widthOf(records)
  const marked = records.flat().filter((cell) => cell.includes('"'))
  const surrounded = marked.some((cell) => /^\s*"[^]*"\s*$/.test(cell) && cell.trim().length > 1)
  const enough = delimiter === ',' || delimiter === ';' ? 4 : 2
  return !surrounded && marked.length >= enough && records.every((cells) => cells.length === width)
}

/**
 * Scores the dialects that a text may have, best first, by how evenly each cuts the rows and how much the cells look like values. A text that no
 * delimiter cuts evenly is one column.
 *
 * Source: G. van den Burg, A. Nazábal, C. Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019).
 */
export function scoreDialects(
  text: string,
  options: { given?: Partial<CellDialect>; complete: boolean },
): ScoredDialect[] {
  const { given = {} } = options
  const sample: Sample = { text, complete: options.complete }
  // A head without one whole row is taken as it is.
  if (!sample.complete && text.search(/[\r\n]/) < 0) sample.complete = true
  const tried =
    given.delimiter === undefined
      ? candidates.filter(
          ([delimiter]) => text.includes(delimiter) && (delimiter !== ':' || !isProseColon(text)),
        )
      : [[given.delimiter, 1] as const]
  const scored: ScoredDialect[] = []
  for (const [delimiter, weight] of tried) {
    const quotes = given.quote === undefined ? quotesIn(text, delimiter) : [given.quote]
    for (const quote of quotes) {
      const escapes =
        given.escape === undefined
          ? (quote !== '' && text.includes(`\\${quote}`)) || text.includes(`\\${delimiter}`)
            ? [quote, '\\']
            : [quote]
          : [given.escape]
      for (const escape of escapes) {
        const dialect = { delimiter, quote, escape }
        const found = score(sample, dialect, weight)
        const asText = given.quote === undefined && found.unsound && isUnquoted(sample, delimiter)
        const plain = { delimiter, quote: '', escape: '' }
        scored.push(asText ? score(sample, plain, weight) : found)
      }
    }
  }
  const whole = recordsOf(sample, { delimiter: '\0', quote: given.quote ?? '"', escape: given.escape ?? '"' })
  // The cells of one column are whole: whatever would cut them is no delimiter here.
  const unused = [',', ';', '\t', '|', '\u001f'].find((delimiter) => !text.includes(delimiter)) ?? '\u001e'
  scored.push({
    dialect: {
      delimiter: given.delimiter ?? unused,
      quote: given.quote ?? '"',
      escape: given.escape ?? given.quote ?? '"',
    },
    score: ONE_COLUMN * averageOf(whole.records, '"') ** 2,
    width: 1,
    agreeing: whole.records.length,
    rows: whole.records.length,
  })
  return scored.toSorted((left, right) => right.score - left.score)
}
