import type { Json, ReadingOptions } from '../contracts/index.ts'
import { ImportFileError } from '../errors/import-file-error.ts'
import { createFileHead } from './file-head.ts'
import { createItemSplitter } from './json-item-splitter.ts'
import { createPathFinder } from './json-path-finder.ts'
import { createItemDecoder, createItemRows, parseItem } from './json-rows.ts'
import type { RowCheckpoint } from './row-checkpoint.ts'
import type { RowLimits, RowReader, SourceRow } from './source-rows.ts'
import { createByteCount, createUnitBytes } from './unit-bytes.ts'

/** Reads a JSON array item by item. See `createRowReader`. */
export function createJsonReader(options: {
  checkpoint?: RowCheckpoint | undefined
  reading?: ReadingOptions | undefined
  limits: RowLimits
}): RowReader {
  const { checkpoint, limits, reading = {} } = options
  const encoding = reading.encoding ?? 'utf-8'
  const units = createUnitBytes(encoding)
  const decode = createItemDecoder(units.isWide ? 'utf-8' : encoding)
  const started = (checkpoint?.byte ?? 0) > 0 && (checkpoint?.row ?? 0) > 0
  const splitter = createItemSplitter({
    started,
    ignoreRest: reading.json_path !== undefined && reading.json_path !== '',
    maxDepth: limits.maxDepth,
    maxItemBytes: limits.maxRowChars,
  })
  const path = reading.json_path ?? ''
  const finder = path === '' || started ? null : createPathFinder(path)
  const count = createByteCount(units)
  const items = createItemRows({ columns: checkpoint?.columns ?? [], limits })
  /** Bytes before the array that the path leads to. */
  let before = 0
  let row = checkpoint?.row ?? 0
  let found = finder === null

  function parse(bytes: Uint8Array): Json {
    row++
    const text = decode(bytes, row)
    try {
      return parseItem(text)
    } catch {
      throw new ImportFileError(
        'JSON_INVALID',
        `Item ${row} is not valid JSON. Correct it and choose the file again.`,
        row,
      )
    }
  }

  function read(bytes: Uint8Array): SourceRow[] {
    let rest = units.read(bytes)
    if (!found && finder) {
      const at = finder.find(rest)
      before += units.fileBytes(at < 0 ? rest : rest.subarray(0, at))
      if (at < 0) return []
      found = true
      rest = rest.subarray(at)
    }
    const taken = splitter.push(rest)
    count.add(rest)
    count.take(splitter.consumed)
    return taken.map((item) => items.toRow(parse(item), row))
  }

  const head = createFileHead({ encoding, from: checkpoint?.byte ?? 0, read })

  return {
    push: head.push,
    end() {
      const rows = head.end()
      if (!found) finder?.end()
      splitter.end(row)
      if (row === 0)
        throw new ImportFileError('FILE_EMPTY', 'This array has no items. Choose a file with at least one.')
      return rows
    },
    get columns() {
      return row === 0 ? null : items.columns()
    },
    checkpoint: () => ({
      fileType: 'json',
      byte: row === 0 ? 0 : head.base + before + count.fileBytes,
      row,
      columns: items.columns(),
      dialect: null,
    }),
  }
}
