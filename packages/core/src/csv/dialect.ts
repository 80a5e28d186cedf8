import Papa from 'papaparse'

/** How a CSV file separates cells and rows. */
export interface Dialect {
  delimiter: string
  /** `\n` also reads `\r\n`. */
  newline: '\n' | '\r'
}

const delimiters = [',', ';', '\t', '|']
const sampledRows = 20

/** How many rows have the first row's number of cells, given a delimiter; 0 for a delimiter that splits nothing. */
function agreement(text: string, { delimiter, newline }: Dialect): number {
  const { data } = new Papa.Parser({ delimiter, newline, preview: sampledRows }).parse(text, 0, false)
  const parsed: string[][] = data
  const rows = parsed.filter((cells) => cells.some((cell) => cell.trim() !== ''))
  const width = rows[0]?.length ?? 0
  if (width < 2) return 0
  const agreeing = rows.filter((cells) => cells.length === width).length
  return (agreeing / rows.length) * 1000 + width
}

/** Tells a file's delimiter and line end from its head: the delimiter whose rows agree best in width. A comma unless another is better. */
export function detectDialect(head: string): Dialect {
  const newline: Dialect['newline'] = !head.includes('\n') && head.includes('\r') ? '\r' : '\n'
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const score = agreement(head, { delimiter, newline })
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, newline }
}
