import type { ImportFileType, ReadingOptions } from '../contracts/index.ts'
import { createRowReader } from './row-reader.ts'
import type { SourceRow } from './source-rows.ts'

const SLICE_BYTES = 64 * 1024

/** A file's first rows. */
export interface FileHead {
  columns: string[]
  rows: SourceRow[]
}

/**
 * Tells a file's type from its name: `.csv`, `.tsv` and `.txt` are `csv`, `.json` is `json`, `.ndjson` and `.jsonl` are `ndjson`, anything
 * else null.
 */
export function fileTypeOf(fileName: string): ImportFileType | null {
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(fileName)) return 'ndjson'
  return /\.json$/i.test(fileName) ? 'json' : null
}

/**
 * Reads a file's columns and first rows without reading the rest.
 *
 * @param options.reading How the file is read, as `detectReading` found it or a person chose.
 * @param options.rows How many rows to read. @default 100
 * @throws ImportFileError when the file's beginning can't be read.
 */
export async function readHead(
  file: Blob,
  options: { fileType: ImportFileType; rows?: number; reading?: ReadingOptions | null | undefined },
): Promise<FileHead> {
  const wanted = options.rows ?? 100
  const reader = createRowReader({ fileType: options.fileType, reading: options.reading })
  const rows: SourceRow[] = []
  for (let start = 0; start < file.size && rows.length < wanted; start += SLICE_BYTES) {
    const slice = await file.slice(start, start + SLICE_BYTES).arrayBuffer()
    rows.push(...reader.push(new Uint8Array(slice)))
    if (start + SLICE_BYTES >= file.size) rows.push(...reader.end())
  }
  if (file.size === 0) reader.end()
  return { columns: reader.columns ?? [], rows: rows.slice(0, wanted) }
}
