import type { ImportFileType } from '../contracts/index.ts'
import { createCsvReader } from './csv-reader.ts'
import { createJsonReader } from './json-reader.ts'
import { defaultRowLimits, type RowCheckpoint, type RowLimits, type RowReader } from './source-rows.ts'

/** What {@link createRowReader} takes. */
export interface RowReaderOptions {
  fileType: ImportFileType
  /** Where an earlier reader stopped: push the bytes from `checkpoint.byte` on. */
  checkpoint?: RowCheckpoint | undefined
  limits?: Partial<RowLimits> | undefined
}

/**
 * Reads a CSV or a JSON array row by row in bounded memory.
 *
 * @example
 * const reader = createRowReader({ fileType: 'csv' })
 * const rows = [...reader.push(new TextEncoder().encode('name\nAda\n')), ...reader.end()]
 */
export function createRowReader({ fileType, checkpoint, limits }: RowReaderOptions): RowReader {
  const settings = { checkpoint, limits: { ...defaultRowLimits, ...limits } }
  return fileType === 'csv' ? createCsvReader(settings) : createJsonReader(settings)
}
