import { jsonSchema, type Json } from '@headwater/core/contracts'
import * as z from 'zod/mini'

const encoder = new TextEncoder()

const rowValuesSchema = z.record(z.string(), jsonSchema)

/** Bytes of one piece: what COPY sends at once. */
const PIECE_BYTES = 65_536

/**
 * Lines of COPY text, kept as bytes: rows that wait for their commit would outlive the collector's young generation as strings, and a large import would
 * grow the heap by what it has long forgotten.
 */
export interface CopyText {
  readonly lines: number
  readonly pieces: readonly Uint8Array[]
  /** Adds a line of columns. Null is written as such; anything else as JSON. */
  add(columns: readonly unknown[]): void
}

function columnText(value: unknown): string {
  return value === null ? '\\N' : JSON.stringify(value).replaceAll('\\', '\\\\')
}

/** Makes COPY text without lines. */
export function createCopyText(): CopyText {
  const pieces: Uint8Array[] = []
  let used = PIECE_BYTES
  let lines = 0

  function write(text: string): void {
    for (let rest = text; rest !== '';) {
      const piece = pieces.at(-1)
      const written = piece ? encoder.encodeInto(rest, piece.subarray(used)) : { read: 0, written: 0 }
      used += written.written
      rest = rest.slice(written.read)
      if (rest !== '') {
        if (piece) pieces[pieces.length - 1] = piece.subarray(0, used)
        pieces.push(new Uint8Array(PIECE_BYTES))
        used = 0
      }
    }
  }

  return {
    get lines() {
      return lines
    },
    get pieces() {
      const last = pieces.at(-1)
      return last ? [...pieces.slice(0, -1), last.subarray(0, used)] : []
    },
    add(columns) {
      write(`${columns.map(columnText).join('\t')}\n`)
      lines++
    },
  }
}

/**
 * Reads rows back out of lines that have a row's number and its values: of thousands of rows that wait for their commit as bytes, those few that the database
 * refused.
 */
export function valuesOf(
  { pieces }: CopyText,
  rowNumbers: ReadonlySet<number>,
): Map<number, Record<string, Json>> {
  const found = new Map<number, Record<string, Json>>()
  if (rowNumbers.size === 0) return found
  const decoder = new TextDecoder()
  const text = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('')
  for (const line of text.split('\n')) {
    const [rowNumber = '', values = ''] = line.split('\t', 2)
    if (rowNumbers.has(Number(rowNumber)))
      found.set(Number(rowNumber), rowValuesSchema.parse(JSON.parse(values.replaceAll('\\\\', '\\'))))
  }
  return found
}
