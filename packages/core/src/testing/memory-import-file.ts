import type { DataModel, ImportJob, ImportMapping, ReadingOptions } from '../contracts/index.ts'
import { createRowReader, ImportFileError, type SourceRow } from '../csv/index.ts'
import { DETECTION_HEAD_BYTES, detectReading } from '../detection/index.ts'
import { proposeMapping } from '../inference/index.ts'

/** A whole file. */
export interface FileRows {
  columns: string[]
  rows: SourceRow[]
  /** How it was read. */
  reading: ReadingOptions
}

/** How a file is read: as the job says, or as its head tells. */
function readingOf(bytes: Uint8Array, job: ImportJob): ReadingOptions {
  if (job.reading !== null) return job.reading
  const head = bytes.subarray(0, DETECTION_HEAD_BYTES)
  // A single line of NDJSON looks like one JSON object: of a kind that is given the encoding alone is asked for.
  const isLines = job.file_type === 'ndjson'
  const found = detectReading(head, {
    fileName: job.file_url,
    fileSize: bytes.length,
    ...(isLines ? { reading: { json_path: '' } } : {}),
  })
  if (found.file_type.value === 'workbook')
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This is an Excel workbook. Choose it in the import window, which reads its sheets, or save the sheet as CSV.',
    )
  return isLines ? { encoding: found.encoding.value } : found.options
}

/** Reads a whole file. @throws ImportFileError */
export async function readRows(file: Blob, job: ImportJob): Promise<FileRows> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const reading = readingOf(bytes, job)
  const reader = createRowReader({ fileType: job.file_type, reading })
  const rows = reader.push(bytes)
  rows.push(...reader.end())
  return { columns: reader.columns ?? [], rows, reading }
}

/** Fields that every file for the job has to fill: a row that changes a record may lack what the record has. */
function neededFields({ mode, key_fields }: ImportJob, { fields }: DataModel): string[] {
  const required = fields.filter((field) => field.required === true).map((field) => field.name)
  return mode === 'insert' || mode === 'skip_duplicates'
    ? [...new Set([...required, ...key_fields])]
    : key_fields
}

/** The job's mapping, or the sure one. @throws ImportFileError MAPPING_REQUIRED, MAPPING_UNKNOWN_COLUMN */
export function mappingOf(job: ImportJob, model: DataModel, { columns, rows }: FileRows): ImportMapping {
  const named =
    job.plan === null
      ? Object.values(job.mapping ?? {})
      : Object.values(job.plan).flatMap((field) => field.columns)
  const absent = named.find((column) => !columns.includes(column))
  if (absent !== undefined && job.file_type === 'csv')
    throw new ImportFileError(
      'MAPPING_UNKNOWN_COLUMN',
      `The file has no column named “${absent}”. Map the columns again.`,
    )
  const head = rows.slice(0, 100).map(({ values }) => values)
  const mapping =
    job.plan === null
      ? (job.mapping ?? proposeMapping({ fields: model.fields, columns, rows: head }).mapping)
      : Object.fromEntries(Object.keys(job.plan).map((name) => [name, name]))
  const open = neededFields(job, model).filter((name) => !Object.hasOwn(mapping, name))
  if (open.length > 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      `No column surely fills ${open.join(', ')}. Map the columns and import again.`,
    )
  if (Object.keys(mapping).length === 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      'No column fits a field of the model. Map the columns and import again.',
    )
  return mapping
}
