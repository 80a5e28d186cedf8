import type { Json, ReadingOptions } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { createFileHead } from './file-head.ts'
import { createItemDecoder, createItemRows, parseItem } from './json-rows.ts'
import type { RowCheckpoint } from './row-checkpoint.ts'
import type { RowLimits, RowReader, SourceRow } from './source-rows.ts'
import { createByteCount, createUnitBytes } from './unit-bytes.ts'

const LINE_FEED = 0x0a

/** How deeply brackets nest, in a line that may not be JSON. */
function depthOf(value: Json): number {
  let depth = 0
  let level: Json[] = [value]
  while (level.length > 0 && depth < 1000) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
    depth++
  }
  return depth - 1
}

/** Reads JSON objects that stand one to a line. A line that is none is explained, and the next one is read. See `createRowReader`. */
export function createNdjsonReader(options: {
  checkpoint?: RowCheckpoint | undefined
  reading?: ReadingOptions | undefined
  limits: RowLimits
}): RowReader {
  const { checkpoint, limits, reading = {} } = options
  const encoding = reading.encoding ?? 'utf-8'
  const units = createUnitBytes(encoding)
  const count = createByteCount(units)
  const decode = createItemDecoder(units.isWide ? 'utf-8' : encoding)
  const items = createItemRows({ columns: checkpoint?.columns ?? [], limits })
  let row = checkpoint?.row ?? 0
  let started = checkpoint?.started ?? false
  let carry: Uint8Array[] = []
  let carried = 0
  let consumed = 0

  function toRow(bytes: Uint8Array): SourceRow | null {
    row++
    const text = decode(bytes, row).trim()
    if (text === '') return null
    started = true
    try {
      const item = parseItem(text)
      if (depthOf(item) > limits.maxDepth) {
        throw new ImportFileError(
          'JSON_TOO_DEEP',
          `Line ${row} nests deeper than ${limits.maxDepth} levels. Flatten it and choose the file again.`,
          row,
        )
      }
      return items.toRow(item, row)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const message = 'The line is not valid JSON.'
      return {
        rowNumber: row,
        values: {},
        issue: { field: null, code: 'NOT_AN_OBJECT', message, value: null },
      }
    }
  }

  function takeLine(rest: Uint8Array): Uint8Array {
    const line = new Uint8Array(carried + rest.length)
    let at = 0
    for (const part of [...carry, rest]) {
      line.set(part, at)
      at += part.length
    }
    carry = []
    carried = 0
    return line
  }

  function read(bytes: Uint8Array): SourceRow[] {
    const rest = units.read(bytes)
    const rows: SourceRow[] = []
    let start = 0
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      consumed += carried + end + 1 - start
      const taken = toRow(takeLine(rest.subarray(start, end)))
      if (taken) rows.push(taken)
      start = end + 1
    }
    if (start < rest.length) {
      carry.push(rest.slice(start))
      carried += rest.length - start
    }
    count.add(rest)
    count.take(consumed)
    if (carried > limits.maxRowChars) {
      throw new ImportFileError(
        'JSON_INVALID',
        `Line ${row + 1} is longer than ${limits.maxRowChars} bytes.`,
        row + 1,
      )
    }
    return rows
  }

  const head = createFileHead({ encoding, from: checkpoint?.byte ?? 0, read })

  return {
    push: head.push,
    end() {
      const rows = head.end()
      const taken = carried > 0 ? toRow(takeLine(new Uint8Array(0))) : null
      if (taken) rows.push(taken)
      if (!started) {
        throw new ImportFileError('FILE_EMPTY', 'This file is empty. Choose a file with at least one object.')
      }
      return rows
    },
    get columns() {
      return started ? items.columns() : null
    },
    checkpoint: () => ({
      fileType: 'ndjson',
      byte: head.base + count.fileBytes,
      row,
      columns: items.columns(),
      dialect: null,
      started,
    }),
  }
}
