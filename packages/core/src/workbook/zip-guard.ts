import { ImportFileError } from '../errors/import-file-error.ts'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const MAX_COMMENT_BYTES = 65_536

/**
 * Refuses an archive that would unpack to more than `maxBytes`, by what its directory declares, before anything is unpacked.
 * @throws ImportFileError FILE_NOT_TEXT (it is no archive, or cut), FILE_TOO_LARGE.
 */
export function assertUnpackedSize(bytes: Uint8Array, maxBytes: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - END_BYTES
  const first = Math.max(0, end - MAX_COMMENT_BYTES)
  while (end >= first && view.getUint32(end, true) !== END_OF_DIRECTORY) end--
  if (end < first || end < 0) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      'This workbook is cut or damaged. Save it again and choose that file.',
    )
  }
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let total = 0
  for (let index = 0; index < entries; index++) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) break
    total += view.getUint32(at + 24, true)
    at +=
      ENTRY_BYTES +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
  }
  if (total <= maxBytes) return
  throw new ImportFileError(
    'FILE_TOO_LARGE',
    `This workbook unpacks to ${Math.round(total / 1e6)} MB, over the ${Math.round(maxBytes / 1e6)} MB that are read here. Save the sheet as CSV and choose that file.`,
  )
}
