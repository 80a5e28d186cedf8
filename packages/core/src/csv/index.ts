export {
  createRowReader,
  defaultRowLimits,
  rowCheckpointSchema,
  type RowCheckpoint,
  type RowLimits,
  type RowReader,
  type RowReaderOptions,
  type SourceRow,
} from './row-reader.ts'
export { nameColumns } from './name-columns.ts'
export { fileTypeOf, readHead, type FileHead } from './read-head.ts'
export { csvTemplate, toCsv, toCsvRow } from './to-csv.ts'
export { ImportFileError, isImportFileError } from '../errors/import-file-error.ts'
