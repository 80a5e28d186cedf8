import type { ImportFileType, ReadingOptions } from '../contracts/index.ts'
import { createCsvReader } from './csv-reader.ts'
import { createJsonReader } from './json-reader.ts'
import { createNdjsonReader } from './ndjson-reader.ts'
import type { RowCheckpoint } from './row-checkpoint.ts'
import { defaultRowLimits, type RowLimits, type RowReader } from './source-rows.ts'

/** What {@link createRowReader} takes. */
export interface RowReaderOptions {
  fileType: ImportFileType
  /**
   * How the file is read; give the same again beside a checkpoint.
   * @default UTF-8, one header row, the delimiter told from the head
   */
  reading?: ReadingOptions | null | undefined
  /** Where an earlier reader stopped: push the bytes from `checkpoint.byte` on. */
  checkpoint?: RowCheckpoint | undefined
  limits?: Partial<RowLimits> | undefined
}

/**
 * Reads a CSV, a JSON array or NDJSON row by row in bounded memory.
 *
 * @example
 * const reader = createRowReader({ fileType: 'csv', reading: { delimiter: ';', skip_rows: 2 } })
 * const rows = [...reader.push(new TextEncoder().encode('Report\n\nname;age\nAda;36\n')), ...reader.end()]
 */
export function createRowReader({ fileType, reading, checkpoint, limits }: RowReaderOptions): RowReader {
  const settings = { checkpoint, reading: reading ?? undefined, limits: { ...defaultRowLimits, ...limits } }
  switch (fileType) {
    case 'csv':
      return createCsvReader(settings)
    case 'json':
      return createJsonReader(settings)
    case 'ndjson':
      return createNdjsonReader(settings)
  }
}
