import type { FileEncoding } from '@headwater/core'

/** A text has characters that the encoding doesn't. */
export class UnencodableError extends Error {
  override readonly name = 'UnencodableError'
}

const labels: Readonly<Partial<Record<FileEncoding, string>>> = { 'iso-8859-1': 'windows-1252' }

/** Makes the decoder that reads a file's bytes as the import does; a byte order mark stays in the text. */
export function decoderOf(encoding: FileEncoding): TextDecoder {
  return new TextDecoder(labels[encoding] ?? encoding, { ignoreBOM: true })
}

function wide(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++)
    bytes.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return new Uint8Array(bytes.buffer)
}

function singleByte(text: string, encoding: FileEncoding): Uint8Array<ArrayBuffer> {
  const decoder = decoderOf(encoding)
  const codes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const byte = codes.get(text.charAt(index))
    if (byte === undefined) throw new UnencodableError(`${text.charAt(index)} is not in ${encoding}.`)
    bytes[index] = byte
  }
  return bytes
}

/** Writes a text in an encoding. @throws UnencodableError */
export function encodeText(text: string, encoding: FileEncoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text)
    case 'utf-16le':
      return wide(text, true)
    case 'utf-16be':
      return wide(text, false)
    case 'windows-1252':
    case 'iso-8859-1':
    case 'macintosh':
      return singleByte(text, encoding)
  }
}
