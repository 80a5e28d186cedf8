import type { FileEncoding, Json, RowIssue } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import type { RowLimits, SourceRow } from './source-rows.ts'

const unsafeKeys = new Set(['__proto__', 'prototype', 'constructor'])

function rowIssue(code: RowIssue['code'], message: string, field: string | null = null): RowIssue {
  return { field, code, message, value: null }
}

function hasUnsafeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => unsafeKeys.has(key) || hasUnsafeKey(inner))
}

/** Makes the function that decodes an item's bytes. @throws ImportFileError FILE_ENCODING */
export function createItemDecoder(encoding: FileEncoding): (bytes: Uint8Array, row: number) => string {
  const label = encoding === 'iso-8859-1' ? 'windows-1252' : encoding
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  return (bytes, row) => {
    try {
      return decoder.decode(bytes)
    } catch {
      throw new ImportFileError(
        'FILE_ENCODING',
        `Item ${row} has characters that are not ${encoding === 'utf-8' ? 'UTF-8' : encoding}. Save the file as UTF-8 and choose it again.`,
        row,
      )
    }
  }
}

/** A whole number that JavaScript can't hold, as an item writes it: not in text, no fraction. */
const longNumber = /([[:,]\s*)(-?\d{16,})(?=\s*[,\]}])/g

function isUnsafe(digits: string): boolean {
  return !Number.isSafeInteger(Number(digits))
}

/** Parses an item; ids too long for a number become text, digit for digit. @throws SyntaxError */
export function parseItem(text: string): Json {
  const item: Json = JSON.parse(text)
  if (!/\d{16}/.test(text)) return item
  // Every other part is a string; a number stands between its colon and its comma in one of the rest.
  const parts = text.split(/("[^"\\]*(?:\\.[^"\\]*)*")/s)
  const quoted = parts.map((part, index) =>
    index % 2 === 1
      ? part
      : part.replaceAll(longNumber, (all, before: string, digits: string) =>
          isUnsafe(digits) ? `${before}"${digits}"` : all,
        ),
  )
  const exact: Json = JSON.parse(quoted.join(''))
  return exact
}

/** Makes rows of a file's items, and remembers their keys as columns. */
export function createItemRows(options: { columns: readonly string[]; limits: RowLimits }) {
  const { limits } = options
  const columns = new Set(options.columns)

  function toRow(item: Json, row: number): SourceRow {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return {
        rowNumber: row,
        values: {},
        issue: rowIssue('NOT_AN_OBJECT', 'The item is not an object with named values.'),
      }
    }
    if (hasUnsafeKey(item)) {
      return {
        rowNumber: row,
        values: {},
        issue: rowIssue(
          'UNSAFE_KEY',
          'The item has a key named __proto__, prototype or constructor. Rename it.',
        ),
      }
    }
    let issue: RowIssue | null = null
    const values: Record<string, Json> = {}
    for (const [key, value] of Object.entries(item)) {
      const long = typeof value === 'string' && value.length > limits.maxCellChars
      values[key] = long ? value.slice(0, 200) : value
      if (long)
        issue = rowIssue(
          'TOO_LONG',
          `A value has ${value.length} characters. A value has at most ${limits.maxCellChars}.`,
          key,
        )
      columns.add(key)
    }
    if (columns.size > limits.maxColumns) {
      throw new ImportFileError(
        'TOO_MANY_COLUMNS',
        `This file's items have over ${limits.maxColumns} different keys, the most an import takes.`,
        row,
      )
    }
    return { rowNumber: row, values, issue }
  }

  return { toRow, columns: () => [...columns] }
}
