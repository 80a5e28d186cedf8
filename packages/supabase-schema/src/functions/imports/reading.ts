import type { ReadingOptions } from '@headwater/core/contracts'
import { ImportFileError } from '@headwater/core/csv'
import { DETECTION_HEAD_BYTES, detectReading } from '@headwater/core/detection'
import type { Job } from './job.ts'

async function headOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(DETECTION_HEAD_BYTES)
  let length = 0
  for await (const bytes of body) {
    const part = bytes.subarray(0, head.length - length)
    head.set(part, length)
    length += part.length
    if (length === head.length) break
  }
  return head.subarray(0, length)
}

/**
 * How a file is read: as the job says, or as its head tells.
 * @throws ImportFileError where nothing would make it readable
 */
export async function readingOf(
  job: Job,
  open: () => Promise<ReadableStream<Uint8Array>>,
): Promise<ReadingOptions> {
  if (job.reading !== null) return job.reading
  const head = await headOf(await open())
  // A single line of NDJSON looks like one JSON object: of a kind that is given the encoding alone is asked for.
  const isLines = job.file_type === 'ndjson'
  const found = detectReading(head, {
    fileName: job.file_url,
    fileSize: job.file_size ?? head.length,
    ...(isLines ? { reading: { json_path: '' } } : {}),
  })
  if (found.file_type.value === 'workbook')
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This is an Excel workbook. Choose it in the import window, which reads its sheets, or save the sheet as CSV.',
    )
  return isLines ? { encoding: found.encoding.value } : found.options
}
