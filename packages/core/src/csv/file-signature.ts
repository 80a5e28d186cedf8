import type { FileEncoding } from '../contracts/index.ts'
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

const marks: readonly { encoding: FileEncoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** The encoding that a file's byte order mark names, or null without one. */
export function markedEncoding(head: Uint8Array): FileEncoding | null {
  return marks.find(({ bytes }) => startsWith(head, bytes))?.encoding ?? null
}

/** Throws an ImportFileError when a file's first bytes are another format's, or its byte order mark names another encoding. */
export function assertText(head: Uint8Array, encoding: FileEncoding = 'utf-8'): void {
  const known = signatures.find((signature) => startsWith(head, signature.bytes))
  if (known) {
    throw new ImportFileError(
      'FILE_NOT_TEXT',
      `This file is ${known.name}, not text. Save the data as CSV (UTF-8) and choose that file.`,
    )
  }
  const marked = markedEncoding(head)
  if (marked !== null && marked !== 'utf-8' && marked !== encoding) {
    throw new ImportFileError(
      'FILE_ENCODING',
      `This file is encoded as UTF-16, and is being read as ${encoding}. Choose the encoding ${marked}, or save it as CSV (UTF-8) and choose that file.`,
    )
  }
}

/** The length in bytes of a byte order mark of the encoding, 0 without one. */
export function byteOrderMarkLength(head: Uint8Array, encoding: FileEncoding = 'utf-8'): number {
  const marked = marks.find(({ bytes }) => startsWith(head, bytes))
  if (!marked) return 0
  // A UTF-8 mark stays one in a file that is read byte by byte.
  const single = encoding !== 'utf-16le' && encoding !== 'utf-16be'
  return marked.encoding === encoding || (marked.encoding === 'utf-8' && single) ? marked.bytes.length : 0
}
