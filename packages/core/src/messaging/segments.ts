import { SegmentedMessage } from 'sms-segments-calculator'

/** How a text is sent as SMS. */
export interface SmsSegments {
  /** One character outside the GSM alphabet turns the whole message into UCS-2. */
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
  /** What people count: an emoji is one. */
  characters: number
  /** Units of the encoding that the text takes. */
  units: number
  /** Units that still fit into the last segment. */
  unitsLeft: number
  /** The characters that force UCS-2, each once. */
  forcing: string[]
}

/** Printable ASCII that GSM-7 has at one septet each, and line breaks. */
const plain = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/

const unitsOf = (encoding: SmsSegments['encoding'], segments: number): number =>
  encoding === 'GSM-7' ? (segments > 1 ? 153 * segments : 160) : segments > 1 ? 67 * segments : 70

/** Counts a text's segments: 160 septets, then 153 each; with a character outside GSM-7, 70 UTF-16 units, then 67. */
export function smsSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text)
  const encoding = message.getEncodingName() === 'GSM-7' ? 'GSM-7' : 'UCS-2'
  const units = message.encodedChars.reduce((sum, character) => sum + (character.codeUnits?.length ?? 0), 0)
  const segments = text === '' ? 0 : message.segmentsCount
  const used = message.segments.at(-1)
  const usedBits = used === undefined ? 0 : used.sizeInBits()
  const unitBits = encoding === 'GSM-7' ? 7 : 16
  return {
    encoding,
    segments,
    characters: message.numberOfCharacters,
    units,
    unitsLeft: segments === 0 ? unitsOf(encoding, 1) : Math.floor((1120 - usedBits) / unitBits),
    forcing: [...new Set(message.getNonGsmCharacters())],
  }
}

/** Counts a text's segments alone, at once where every character is plain. */
export function countSegments(text: string): number {
  if (text === '') return 0
  if (plain.test(text)) return text.length <= 160 ? 1 : Math.ceil(text.length / 153)
  return new SegmentedMessage(text).segmentsCount
}
