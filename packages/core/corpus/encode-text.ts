import type { CorpusCase } from './corpus-case.ts'

/** Bytes 0x80 to 0x9F of Windows-1252; a space where there is none. */
const windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'
/** Bytes 0x80 to 0xFF of MacRoman. */
const mac =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

function singleByte(text: string, byteOf: (character: string) => number): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    const byte = code < 0x80 ? code : byteOf(character)
    if (byte < 0) throw new Error(`There is no byte for ${character}.`)
    return byte
  })
}

function windowsByte(character: string): number {
  const at = windows.indexOf(character)
  const code = character.charCodeAt(0)
  return at >= 0 ? 0x80 + at : code >= 0xa0 && code <= 0xff ? code : -1
}

function macByte(character: string): number {
  const at = mac.indexOf(character)
  // The Apple logo has its place between Ô and Ò, and no character that other systems know.
  const logo = 0xf0 - 0x80
  return at < 0 ? -1 : 0x80 + (at >= logo ? at + 1 : at)
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++)
    view.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return new Uint8Array(view.buffer)
}

/** Writes text in an encoding that no platform writes. */
export function encodeText(text: string, encoding: NonNullable<CorpusCase['write']>): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text)
    case 'utf-8-bom':
      return new TextEncoder().encode(`\uFEFF${text}`)
    case 'utf-16le':
      return utf16(text, true)
    case 'utf-16le-bom':
      return utf16(`\uFEFF${text}`, true)
    case 'utf-16be-bom':
      return utf16(`\uFEFF${text}`, false)
    case 'windows-1252':
      return singleByte(text, windowsByte)
    case 'macintosh':
      return singleByte(text, macByte)
  }
}
