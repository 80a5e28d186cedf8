import { ImportFileError } from '../errors/import-file-error.ts'

/** Cuts the bytes of a JSON array into the bytes of its items, in bounded memory. */
export interface ItemSplitter {
  push(bytes: Uint8Array): Uint8Array[]
  /** Throws when the array isn't closed. `items` is how many came before, for the message. */
  end(items: number): void
  /** Bytes up to the end of the last item that was returned. */
  readonly consumed: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

type State = 'before-array' | 'before-item' | 'in-item' | 'after-item' | 'after-array'

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** `started` continues right after an item of an array whose beginning was read earlier. */
export function createItemSplitter(options: {
  started: boolean
  /** The array stands inside an object: what follows it means nothing. @default false */
  ignoreRest?: boolean
  maxDepth: number
  maxItemBytes: number
}): ItemSplitter {
  let state: State = options.started ? 'after-item' : 'before-array'
  let depth = 0
  let inString = false
  let escaped = false
  let seen = 0
  let consumed = 0
  let carry: Uint8Array[] = []
  let carried = 0

  function assertArray(byte: number): void {
    if (byte === openBracket) return
    if (byte === openBrace) {
      throw new ImportFileError(
        'JSON_NOT_AN_ARRAY',
        'This file is one JSON object. An import takes an array of objects: [{…}, {…}].',
      )
    }
    throw new ImportFileError(
      'JSON_INVALID',
      'This file is not JSON. An import takes an array of objects: [{…}, {…}].',
    )
  }

  /** Steps over a byte inside an item; tells whether the byte ends the item without belonging to it. */
  function stepItem(byte: number): boolean {
    if (inString) {
      if (escaped) escaped = false
      else if (byte === backslash) escaped = true
      else if (byte === quote) inString = false
      return false
    }
    if (depth === 0 && (byte === comma || byte === closeBracket)) return true
    if (byte === quote) inString = true
    else if (byte === openBrace || byte === openBracket) {
      if (++depth > options.maxDepth) {
        throw new ImportFileError(
          'JSON_TOO_DEEP',
          `An item nests deeper than ${options.maxDepth} levels. Flatten it and choose the file again.`,
        )
      }
    } else if (byte === closeBrace || byte === closeBracket) depth--
    return false
  }

  function takeItem(rest: Uint8Array): Uint8Array {
    const item = new Uint8Array(carried + rest.length)
    let at = 0
    for (const part of [...carry, rest]) {
      item.set(part, at)
      at += part.length
    }
    carry = []
    carried = 0
    return item
  }

  function stepOutside(byte: number): void {
    if (isSpace(byte) || (state === 'after-array' && options.ignoreRest)) return
    if (state === 'before-array') {
      assertArray(byte)
      state = 'before-item'
    } else if (state === 'after-item' && byte === comma) state = 'before-item'
    else if (byte === closeBracket && state !== 'after-array') state = 'after-array'
    else
      throw new ImportFileError(
        'JSON_INVALID',
        'This file has text where a comma or the end of the array belongs.',
      )
  }

  return {
    push(bytes) {
      const items: Uint8Array[] = []
      let start = 0
      for (let index = 0; index < bytes.length; index++) {
        const byte = bytes[index] ?? 0
        if (state === 'before-item' && !isSpace(byte) && byte !== closeBracket) {
          state = 'in-item'
          start = index
        }
        if (state !== 'in-item') stepOutside(byte)
        else if (stepItem(byte)) {
          items.push(takeItem(bytes.subarray(start, index)))
          consumed = seen + index
          state = byte === comma ? 'before-item' : 'after-array'
          // A comma stays unconsumed: a reader that continues here begins after an item.
        }
      }
      if (state === 'in-item') {
        const rest = bytes.slice(start)
        carry.push(rest)
        carried += rest.length
        if (carried > options.maxItemBytes)
          throw new ImportFileError('JSON_INVALID', `An item is longer than ${options.maxItemBytes} bytes.`)
      }
      seen += bytes.length
      return items
    },
    end(items) {
      if (state === 'after-array') return
      if (seen === 0 && !options.started)
        throw new ImportFileError('FILE_EMPTY', 'This file is empty. Choose a file with at least one item.')
      throw new ImportFileError(
        'JSON_INVALID',
        `This file ends in the middle of the array, after item ${items}. Export it again and choose that file.`,
        items,
      )
    },
    get consumed() {
      return consumed
    },
  }
}
