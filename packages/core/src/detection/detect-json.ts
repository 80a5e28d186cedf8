import type { Detected } from './detected.ts'
import { because } from './reading-reasons.ts'

/** A place in a JSON file that holds an array. */
export interface JsonArray {
  /** Keys from the outermost to the array's. */
  path: string[]
  /** Whether the first of its items is an object. */
  ofObjects: boolean
  /** How many items were seen. */
  items: number
}

/** How deep arrays are looked for. */
const MAX_DEPTH = 6

/** Where the string that begins at a place ends; -1 where the text is cut in it. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 34) return at + 1
  }
  return -1
}

/** Brackets, commas, colons, strings and other values, one after another, as far as the text goes. */
function* tokensOf(text: string): Generator<string> {
  const other = /[^\s"[\]{},:]+/y
  let at = 0
  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === '"') {
      const end = stringEnd(text, at)
      if (end < 0) return
      yield text.slice(at, end)
      at = end
    } else if ('[]{},:'.includes(character)) {
      yield character
      at++
    } else {
      other.lastIndex = at
      const value = other.exec(text)?.[0] ?? ''
      if (value !== '') yield value
      at += Math.max(value.length, 1)
    }
  }
}

/** Finds the arrays of a JSON text, which may be cut anywhere: none inside another array. */
export function arraysIn(text: string): JsonArray[] {
  const found: JsonArray[] = []
  const keys: string[] = []
  /** Brackets that are open inside an array. */
  let inside = 0
  let current: JsonArray | null = null
  let key: string | null = null
  let last = ''
  const opened: string[] = []
  for (const part of tokensOf(text)) {
    if (current) {
      if (part === '{' || part === '[') {
        if (inside === 0) {
          current.items++
          if (current.items === 1) current.ofObjects = part === '{'
        }
        inside++
      } else if (part === '}' || part === ']') {
        if (inside === 0) current = null
        else inside--
      } else if (inside === 0 && part !== ',') current.items++
      last = part
      continue
    }
    if (part === '{') {
      if (key !== null) keys.push(key)
      opened.push(key ?? '')
      key = null
    } else if (part === '}') {
      const own = opened.pop()
      if (own !== undefined && own !== '' && opened.length > 0) keys.pop()
    } else if (part === '[') {
      if (keys.length < MAX_DEPTH) {
        current = { path: key === null ? [...keys] : [...keys, key], ofObjects: false, items: 0 }
        found.push(current)
        inside = 0
      }
      key = null
    } else if (part === ':') key = nameOf(last)
    else if (part === ',') key = null
    last = part
  }
  return found
}

function nameOf(quoted: string): string {
  try {
    const name: unknown = JSON.parse(quoted)
    return typeof name === 'string' ? name : quoted
  } catch {
    return quoted
  }
}

/** Tells lines of one object each from one array or object. */
export function isNdjson(text: string, complete: boolean): boolean {
  const lines = text.split(/\r\n|\r|\n/)
  const whole = (complete ? lines : lines.slice(0, -1))
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const parsed = whole.slice(0, 50).map(isObject)
  const good = parsed.filter(Boolean).length
  return good > 0 && parsed[0] === true && good >= parsed.length / 2 && (parsed.length > 1 || !complete)
}

function isObject(line: string): boolean {
  if (!line.startsWith('{')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** Chooses the array that holds the rows; null where there is none. Among several, the one with the most objects. */
export function choosePath(arrays: readonly JsonArray[]): (Detected<string> & { others: string[] }) | null {
  const rows = arrays.filter(({ ofObjects }) => ofObjects).toSorted((left, right) => right.items - left.items)
  const [best, ...rest] = rows
  if (!best) return null
  const others = rest.map(({ path }) => path.join('.'))
  const value = best.path.join('.')
  return {
    value,
    confidence: rest.length === 0 ? 0.95 : 0.65,
    reason: rest.length === 0 ? because('ONLY_ARRAY') : because('LONGEST_ARRAY', { arrays: rows.length }),
    others,
  }
}
