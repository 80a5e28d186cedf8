import type { ReadingOptions } from '@headwater/core'
import { disarmFormula, scanRecords } from '@headwater/core/csv'
import type { RowEdit } from '../fixes/row-issue.ts'
import { decoderOf, encodeText, UnencodableError } from './text-encoder.ts'
import type { RewriteRequest, RewrittenFile } from './reader-types.ts'

/** A part of a file as text: whole rows. */
interface Part {
  text: string
  /** Rows before it. */
  row: number
  /** Whether the file begins here. */
  first: boolean
  edits: ReadonlyMap<number, RowEdit>
}

interface Dialect {
  delimiter: string
  quote: string
  escape: string
}

function csvCell(text: string, { delimiter, quote, escape }: Dialect): string {
  const plain =
    !text.includes(delimiter) && !/^\s|[\r\n]|\s$/.test(text) && (quote === '' || !text.includes(quote))
  if (plain) return text
  // Nothing quotes in this file: what would end the cell becomes a space.
  if (quote === '') return text.replaceAll(delimiter, ' ').replaceAll(/[\r\n]+/g, ' ')
  const escaped = escape === '\\' ? text.replaceAll('\\', String.raw`\\`) : text
  return `${quote}${escaped.replaceAll(quote, `${escape}${quote}`)}${quote}`
}

/** Where the lines before `count` end. */
function afterLines(text: string, count: number): number {
  let at = 0
  for (let line = 0; line < count; line++) {
    const end = text.slice(at).search(/[\r\n]/)
    if (end < 0) return text.length
    at += end + (text.startsWith('\r\n', at + end) ? 2 : 1)
  }
  return at
}

function rewriteCsv(part: Part, reading: ReadingOptions, columns: readonly string[]): string {
  const { delimiter = ',', quote = '"', escape = quote, skip_rows: skipped = 0 } = reading
  const dialect = { delimiter, quote, escape }
  const from = part.first ? afterLines(part.text, skipped) : 0
  const scan = scanRecords(part.text, dialect, { from, last: true })
  const before = part.first ? skipped : part.row
  let start = from
  let written = part.text.slice(0, from)
  for (const [index, cells] of scan.records.entries()) {
    const end = scan.ends[index] ?? part.text.length
    const edit = part.edits.get(before + index + 1)
    const record = part.text.slice(start, end)
    if (edit) {
      const lineEnd = /(?:\r\n|\r|\n)$/.exec(record)?.[0] ?? ''
      // What people see of a cell lacks the apostrophe that disarms a formula in the file.
      const cellOf = (column: string, at: number) => {
        const text = edit.values[column]
        return text === undefined ? (cells[at] ?? '') : disarmFormula(text)
      }
      const next = columns.map((column, at) => csvCell(cellOf(column, at), dialect))
      written += next.join(delimiter) + lineEnd
    } else written += record
    start = end
  }
  return written + part.text.slice(start)
}

function editedItem(text: string, { values }: RowEdit): string {
  const item: unknown = JSON.parse(text)
  return JSON.stringify({ ...(typeof item === 'object' && item !== null ? item : {}), ...values })
}

function rewriteLines(part: Part): string {
  const lines = part.text.split(/(?<=\n)/)
  return lines
    .map((line, index) => {
      const edit = part.edits.get(part.row + index + 1)
      if (!edit) return line
      const mark = line.startsWith('\ufeff') ? '\ufeff' : ''
      return mark + editedItem(line.slice(mark.length).trim(), edit) + (/\r?\n$/.exec(line)?.[0] ?? '')
    })
    .join('')
}

/** Where the array's items begin. */
function itemsStart(text: string, path: string): number {
  const wanted = path.split('.').filter((key) => key !== '')
  const keys: string[] = []
  let key: string | null = null
  let last = ''
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]/gs)) {
    if (token === '[' && [...keys, ...(key === null ? [] : [key])].join('.') === wanted.join('.'))
      return index + 1
    if (token === '{' || token === '[') {
      keys.push(key ?? (keys.length === 0 && token === '{' ? '' : '\0'))
      // The outermost object has no key of its own.
      if (keys.length === 1 && keys[0] === '') keys.pop()
      key = null
    } else if (token === '}' || token === ']') keys.pop()
    else if (token === ':') {
      const parsed: unknown = JSON.parse(last)
      key = typeof parsed === 'string' ? parsed : null
    } else if (token === ',') key = null
    last = token
  }
  return text.length
}

function rewriteItems(part: Part, reading: ReadingOptions): string {
  const from = part.first ? itemsStart(part.text, reading.json_path ?? '') : 0
  let written = part.text.slice(0, from)
  let row = part.first ? 0 : part.row
  let start = -1
  let depth = 0
  let at = from
  const close = (end: number) => {
    if (start < 0) return
    row++
    const text = part.text.slice(start, end)
    const edit = part.edits.get(row)
    written += edit ? editedItem(text, edit) : text
    start = -1
  }
  // A token is a string, a bracket, a comma, white space, or anything else that has no meaning here.
  const token = /"(?:[^"\\]|\\.)*"|[[{]|[\]}]|,|\s+|[^\s"[\]{},]+/gsy
  token.lastIndex = from
  for (let match = token.exec(part.text); match; match = token.exec(part.text)) {
    const [text] = match
    at = match.index
    const isGap = depth === 0 && (text === ',' || text.trim() === '' || text === ']' || text === '}')
    if (isGap) {
      close(at)
      written += text
      continue
    }
    if (start < 0) start = at
    if (text === '{' || text === '[') depth++
    else if (text === '}' || text === ']') depth--
  }
  close(part.text.length)
  return written
}

function rewrite(part: Part, { fileType, reading, columns }: RewriteRequest): string {
  switch (fileType) {
    case 'csv':
      return rewriteCsv(part, reading, columns)
    case 'ndjson':
      return rewriteLines(part)
    case 'json':
      return rewriteItems(part, reading)
  }
}

async function textOf(file: Blob, from: number, to: number, reading: ReadingOptions): Promise<string> {
  return decoderOf(reading.encoding ?? 'utf-8').decode(await file.slice(from, to).arrayBuffer())
}

async function partsOf(request: RewriteRequest, asUtf8: boolean): Promise<BlobPart[]> {
  const { file, reading, marks, edits } = request
  const byRow = new Map(edits.map((edit) => [edit.rowNumber, edit]))
  const numbers = edits.map(({ rowNumber }) => rowNumber).toSorted((left, right) => left - right)
  const parts: BlobPart[] = []
  let next = 0
  for (const [index, { byte, row }] of marks.entries()) {
    const after = marks[index + 1]
    const end = after?.byte ?? file.size
    if (end === byte) continue
    const begun = next
    while (next < numbers.length && (numbers[next] ?? 0) <= (after?.row ?? Infinity)) next++
    const edited = next > begun
    if (!edited && !asUtf8) {
      parts.push(file.slice(byte, end))
      continue
    }
    const text = await textOf(file, byte, end, reading)
    const written = edited ? rewrite({ text, row, first: index === 0, edits: byRow }, request) : text
    // A Blob keeps what it is made of outside of the page's memory once it is large.
    parts.push(new Blob([asUtf8 ? written : encodeText(written, reading.encoding ?? 'utf-8')]))
  }
  return parts
}

/**
 * Puts mended rows into their file: the rest of it stays as it is, byte for byte, and is never held in memory. Only a text that the file's
 * encoding can't write makes UTF-8 of all of it.
 */
export async function rewriteRows(request: RewriteRequest): Promise<RewrittenFile> {
  if (request.edits.length === 0) return { file: request.file, reading: request.reading }
  try {
    return { file: new Blob(await partsOf(request, false)), reading: request.reading }
  } catch (error) {
    if (!(error instanceof UnencodableError)) throw error
    const reading: ReadingOptions = { ...request.reading, encoding: 'utf-8' }
    return { file: new Blob(await partsOf(request, true)), reading }
  }
}
