import type { Json, RowIssue } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { assertText, byteOrderMarkLength } from './file-signature.ts'
import { createItemSplitter } from './json-item-splitter.ts'
import type { RowCheckpoint, RowLimits, RowReader, SourceRow } from './source-rows.ts'

const unsafeKeys = new Set(['__proto__', 'prototype', 'constructor'])

function rowIssue(code: RowIssue['code'], message: string, field: string | null = null): RowIssue {
  return { field, code, message, value: null }
}

function hasUnsafeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => unsafeKeys.has(key) || hasUnsafeKey(inner))
}

/** Reads a JSON array item by item. See `createRowReader`. */
export function createJsonReader({
  checkpoint,
  limits,
}: {
  checkpoint?: RowCheckpoint | undefined
  limits: RowLimits
}): RowReader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const splitter = createItemSplitter({
    started: (checkpoint?.byte ?? 0) > 0,
    maxDepth: limits.maxDepth,
    maxItemBytes: limits.maxRowChars,
  })
  const columns = new Set(checkpoint?.columns ?? [])
  let base = checkpoint?.byte ?? 0
  let row = checkpoint?.row ?? 0
  let first = base === 0

  function parseItem(bytes: Uint8Array): Json {
    row++
    let text: string
    try {
      text = decoder.decode(bytes)
    } catch {
      throw new ImportFileError(
        'FILE_ENCODING',
        `Item ${row} has characters that are not UTF-8. Save the file as UTF-8 and choose it again.`,
        row,
      )
    }
    try {
      const item: Json = JSON.parse(text)
      return item
    } catch {
      throw new ImportFileError(
        'JSON_INVALID',
        `Item ${row} is not valid JSON. Correct it and choose the file again.`,
        row,
      )
    }
  }

  function toRow(item: Json): SourceRow {
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

  return {
    push(bytes) {
      if (first) {
        first = false
        assertText(bytes)
        const mark = byteOrderMarkLength(bytes)
        base = mark
        bytes = bytes.subarray(mark)
      }
      return splitter.push(bytes).map((item) => toRow(parseItem(item)))
    },
    end() {
      splitter.end(row)
      if (row === 0)
        throw new ImportFileError('FILE_EMPTY', 'This array has no items. Choose a file with at least one.')
      return []
    },
    get columns() {
      return row === 0 ? null : [...columns]
    },
    checkpoint: () => ({
      fileType: 'json',
      byte: row === 0 ? 0 : base + splitter.consumed,
      row,
      columns: [...columns],
      dialect: null,
    }),
  }
}
