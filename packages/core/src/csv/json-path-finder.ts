import { ImportFileError } from '../errors/import-file-error.ts'

/** Steps through the bytes of a JSON file to the array that a path names. */
export interface PathFinder {
  /** Takes the next bytes; gives the place of the array's bracket in them, or -1. */
  find(bytes: Uint8Array): number
  /** @throws ImportFileError JSON_NOT_AN_ARRAY */
  end(): never
}

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Longer keys than this are not asked for by a path. */
const MAX_KEY_BYTES = 2000

/** Splits a path at its dots. */
export function pathParts(path: string): string[] {
  return path.split('.').filter((part) => part !== '')
}

/** `path`: keys joined by dots. */
export function createPathFinder(path: string): PathFinder {
  const parts = pathParts(path)
  const decoder = new TextDecoder()
  /** Keys and brackets that are open, outermost first. */
  let depth = 0
  /** How many of the path's keys have been entered. */
  let matched = 0
  let inString = false
  let escaped = false
  let expectsKey = false
  let isKey = false
  let key: number[] = []
  /** The value that follows belongs to the path's next key. */
  let onPath = false

  function missing(): ImportFileError {
    return new ImportFileError(
      'JSON_NOT_AN_ARRAY',
      `This file has no array at “${path}”. Choose where its rows are: an import takes an array of objects.`,
    )
  }

  function keyText(): string {
    const raw = decoder.decode(Uint8Array.from(key))
    try {
      const text: unknown = JSON.parse(`"${raw}"`)
      return typeof text === 'string' ? text : raw
    } catch {
      return raw
    }
  }

  function closeString(): void {
    inString = false
    // Only keys of the object that the path has come to are looked at.
    onPath = isKey && depth === matched + 1 && keyText() === parts[matched]
    isKey = false
  }

  function stepString(byte: number): void {
    if (escaped) escaped = false
    else if (byte === backslash) escaped = true
    else if (byte === quote) return closeString()
    if (isKey && key.length < MAX_KEY_BYTES) key.push(byte)
  }

  function open(byte: number): boolean {
    if (onPath) {
      matched++
      if (matched === parts.length) {
        if (byte === openBracket) return true
        throw missing()
      }
      if (byte === openBracket) throw missing()
    }
    onPath = false
    depth++
    expectsKey = byte === openBrace
    return false
  }

  function step(byte: number): boolean {
    if (inString) {
      stepString(byte)
      return false
    }
    switch (byte) {
      case quote:
        inString = true
        isKey = expectsKey
        expectsKey = false
        key = []
        return false
      case openBrace:
      case openBracket:
        return open(byte)
      case closeBrace:
      case closeBracket:
        depth--
        if (depth < matched + 1 && matched > 0) throw missing()
        onPath = expectsKey = false
        return false
      case comma:
        onPath = false
        expectsKey = true
        return false
      case colon:
        return false
      default:
        return false
    }
  }

  return {
    find(bytes) {
      for (let index = 0; index < bytes.length; index++) if (step(bytes[index] ?? 0)) return index
      return -1
    },
    end() {
      throw missing()
    },
  }
}
