import { ImportFileError } from '../errors/import-file-error.ts'

const signatures: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'a PNG image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a GIF image', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a ZIP archive or an Excel workbook', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an old Excel workbook', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a GZIP archive', bytes: [0x1f, 0x8b] },
]

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((value, index) => bytes[index] === value)
}

/** How many leading bytes {@link assertText} and {@link byteOrderMarkLength} look at. */
export const SIGNATURE_BYTES = 4

/** Throws an ImportFileError when a file's first bytes are another format's. */
export function assertText(head: Uint8Array): void {
  const known = signatures.find((signature) => startsWith(head, signature.bytes))
  if (known) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      `This file is ${known.name}, not text. Save the data as CSV (UTF-8) and choose that file.`,
    )
  }
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) {
    throw new ImportFileError(
      'FILE_ENCODING',
      'This file is encoded as UTF-16. Save it as CSV (UTF-8) and choose that file.',
    )
  }
}

/** The length in bytes of a UTF-8 byte order mark: 3 or 0. */
export function byteOrderMarkLength(head: Uint8Array): number {
  return startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0
}
