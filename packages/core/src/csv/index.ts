export { createRowReader, type RowReaderOptions } from './row-reader.ts'
export {
  defaultRowLimits,
  rowCheckpointSchema,
  type RowCheckpoint,
  type RowLimits,
  type RowReader,
  type SourceRow,
} from './source-rows.ts'
export { nameColumns } from './name-columns.ts'
export { fileTypeOf, readHead, type FileHead } from './read-head.ts'
export { disarmFormula } from './formula-cells.ts'
export { csvTemplate, toCsv, toCsvRow } from './to-csv.ts'
export { scanRecords, type CellDialect, type Scan } from './scan-records.ts'
export { ImportFileError, isImportFileError } from '../errors/import-file-error.ts'
