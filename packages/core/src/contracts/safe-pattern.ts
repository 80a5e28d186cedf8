/** What running a pattern may cost. */
export type PatternCost =
  | { fault: null; /** How much of a text it is run on, in characters. */ maxChars: number }
  | { fault: string }

/** About how many steps one run may take: some tens of milliseconds at worst. */
const MAX_STEPS = 20_000_000
/** Texts that a pattern has to be able to look at. */
const MIN_CHARS = 50

/** How a part of a pattern can be tried anew. */
interface Group {
  /** Ways through it that don't depend on the text's length. */
  choices: number
  alternatives: number
  /** Quantifiers without an upper bound. */
  unbounded: number
}

function newGroup(): Group {
  return { choices: 1, alternatives: 1, unbounded: 0 }
}

const quantifierAt = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y

/** The bounds of the quantifier at a place, and where it ends; once, where there is none. */
function boundsAt(pattern: string, at: number): { least: number; most: number; end: number } {
  quantifierAt.lastIndex = at
  const [text = '', sign, low = '1', comma, high = ''] = quantifierAt.exec(pattern) ?? []
  const end = at + text.length
  if (sign === '?') return { least: 0, most: 1, end }
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: Infinity, end }
  return { least: Number(low), most: comma ? Number(high || Infinity) : Number(low), end }
}

/** Where the character, escape or set that begins at a place ends. */
function atomEnd(pattern: string, at: number): number {
  if (pattern[at] === '\\') {
    return /^\\[pPu]\{/.test(pattern.slice(at, at + 3)) ? pattern.indexOf('}', at) + 1 : at + 2
  }
  if (pattern[at] !== '[') return at + 1
  let end = at + 1
  while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1
  return end + 1
}

const nested =
  'A repeat or a choice inside a repeat could take for ever. Repeat a single character or set instead.'
const tooMany = 'It repeats or chooses in too many places. Make it shorter, or begin it with ^.'

/** Adds a part with its quantifier to the group around it; gives a fault. */
function add(parent: Group, part: Group, { least, most }: { least: number; most: number }): string | null {
  const choices = part.choices * part.alternatives
  if (most === Infinity) {
    if (part.unbounded > 0 || choices > 1) return nested
    parent.unbounded++
    return null
  }
  parent.unbounded += part.unbounded * most
  parent.choices *= choices ** most * (most - least + 1)
  return parent.choices > MAX_STEPS ? tooMany : null
}

function ways(pattern: string): Group | string {
  const groups = [newGroup()]
  let at = 0
  while (at < pattern.length) {
    const character = pattern[at] ?? ''
    const current = groups.at(-1) ?? newGroup()
    if (character === '(') {
      groups.push(newGroup())
      const opening = /^\(\?(?:<?[=!]|:|<[^>]*>)/.exec(pattern.slice(at, at + 80))
      at += opening ? opening[0].length : 1
    } else if (character === '|') {
      current.alternatives++
      at++
    } else {
      const closes = character === ')'
      const part = closes ? (groups.pop() ?? newGroup()) : newGroup()
      const end = closes ? at + 1 : atomEnd(pattern, at)
      const bounds = boundsAt(pattern, end)
      const fault = add(groups.at(-1) ?? newGroup(), part, bounds)
      if (fault !== null) return fault
      at = bounds.end
    }
  }
  return groups[0] ?? newGroup()
}

/** Whether a text is a regular expression. */
export function isPattern(source: string): boolean {
  try {
    return Boolean(new RegExp(source, 'u'))
  } catch {
    return false
  }
}

/**
 * Tells whether a regular expression of a person is safe to run, and on how much text. The rule: nothing that repeats, and no choice, stands
 * inside something that repeats without bound (`(a+)+`, `(a|ab)*`); nothing refers back; and the steps that it may take at worst, which grow with
 * each place that repeats, are bounded by looking at the first characters of a text only: `mostChars` of them for one such place, fewer for more. Where that
 * would leave under 50 characters, the pattern is refused.
 *
 * Source: OWASP, "Regular expression Denial of Service".
 */
export function patternCost(pattern: string, mostChars: number): PatternCost {
  if (!isPattern(pattern)) return { fault: 'It is not a regular expression.' }
  if (/\\[1-9]|\\k</.test(pattern)) return { fault: 'It refers back to a group.' }
  const found = ways(pattern)
  if (typeof found === 'string') return { fault: found }
  const anchored = pattern.startsWith('^') && found.alternatives === 1
  const power = found.unbounded + (anchored ? 0 : 1)
  const choices = found.choices * found.alternatives
  const maxChars = Math.floor(Math.min(mostChars, (MAX_STEPS / choices) ** (1 / Math.max(power, 1))))
  return maxChars < MIN_CHARS ? { fault: tooMany } : { fault: null, maxChars }
}

/** The longest text that a field's pattern is tried on. */
const MAX_FIELD_CHARS = 10_000

/** The expression that a field's whole text has to match. */
export function wholePattern(pattern: string): string {
  return `^(?:${pattern})$`
}

/** What it may cost to try a field's pattern on its whole text. See {@link patternCost}. */
export function fieldPatternCost(pattern: string): PatternCost {
  return patternCost(wholePattern(pattern), MAX_FIELD_CHARS)
}
