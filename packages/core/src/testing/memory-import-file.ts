import type { DataModel, ImportJob, ImportMapping } from '../contracts/index.ts'
import { createRowReader, ImportFileError, type SourceRow } from '../csv/index.ts'
import { proposeMapping } from '../inference/index.ts'

/** A whole file. */
export interface FileRows {
  columns: string[]
  rows: SourceRow[]
}

/** Reads a whole file. @throws ImportFileError */
export async function readRows(file: Blob, job: ImportJob): Promise<FileRows> {
  const reader = createRowReader({ fileType: job.file_type })
  const rows = reader.push(new Uint8Array(await file.arrayBuffer()))
  rows.push(...reader.end())
  return { columns: reader.columns ?? [], rows }
}

/** The job's mapping, or the sure one. @throws ImportFileError MAPPING_REQUIRED, MAPPING_UNKNOWN_COLUMN */
export function mappingOf(job: ImportJob, { fields }: DataModel, { columns, rows }: FileRows): ImportMapping {
  const absent = Object.values(job.mapping ?? {}).find((column) => !columns.includes(column))
  if (absent !== undefined && job.file_type === 'csv')
    throw new ImportFileError(
      'MAPPING_UNKNOWN_COLUMN',
      `The file has no column named “${absent}”. Map the columns again.`,
    )
  const head = rows.slice(0, 100).map(({ values }) => values)
  const mapping = job.mapping ?? proposeMapping({ fields, columns, rows: head }).mapping
  const open = fields.filter((field) => field.required === true && !Object.hasOwn(mapping, field.name))
  if (open.length > 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      `No column surely fills ${open.map(({ name }) => name).join(', ')}. Map the columns and import again.`,
    )
  if (Object.keys(mapping).length === 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      'No column fits a field of the model. Map the columns and import again.',
    )
  return mapping
}
