import type { DateNotation, FieldType, Json, TransformStep } from '../contracts/index.ts'
import { nameConfidence } from './name-confidence.ts'
import { addText, countOf, emptyState, MOST, mostBits, type ColumnState } from './column-state.ts'
import { anyDate, dateKinds, kind } from './value-kinds.ts'

/** A choice has few values, each of them often. */
const MAX_OPTIONS = 20
const VALUES_PER_OPTION = 5

/** What a column's notation leaves open: a person has to choose. */
export interface Ambiguity {
  /** Each a date notation, `1,234.5` or `1.234,5` for numbers, or a type. */
  options: string[]
  /** Why the values don't tell, for people. */
  evidence: string
}

/** How a column's values are written. */
export interface ValueFormat {
  /** Of dates. Null where it is open, or several are mixed. */
  date: DateNotation | null
  /** What begins a number's decimals. Null where it is open, or both are mixed. */
  decimal: '.' | ',' | null
  /** Whether dates have a time. */
  timed: boolean
  percent: boolean
  currency: boolean
  /** Numbers or dates are written in a way that the validation doesn't read: with currencies, brackets, spaces, single digits. */
  wrapped: boolean
}

/** What a column's values are. */
export interface ColumnType {
  column: string
  /**
   * The narrowest type that every value has, blanks and words for nothing (`n/a`) left out. More values only ever widen it, which is to `text`
   * (dates written `20260131` are numbers first). 0 and 1 are numbers.
   */
  type: FieldType
  /** The type that at least nine in ten values have: what a person would say the column is. */
  likely: { type: FieldType; /** Values that don't have it. */ exceptions: number }
  format: ValueFormat
  /** Null where the values tell everything. */
  ambiguous: Ambiguity | null
  /** Why this type, for people. */
  reason: string
  filled: number
  blank: number
  /** How many values mean nothing, such as `n/a`: they count as blank. */
  nullWords: number
  /** The different ones of these, in the order of the alphabet. */
  nullValues: string[]
  /** The different values with how often each stands, the most frequent first; null where they are too many to be a choice. */
  values: { value: string; count: number }[] | null
  /** Whether the values are a choice of few, so that `select` fits. */
  isChoice: boolean
}

/** What such digits are called that nobody adds up, and that may begin with zeros further down. */
const codeWords = ['zip', 'iban', 'vat']
const dateWords = ['date', 'datum', 'birthday', 'start date', 'created at', 'day']

function isNamed(column: string, names: readonly string[]): boolean {
  return names.some((name) => nameConfidence(column, name) >= 0.5)
}

interface Told {
  type: FieldType
  reason: string
}

/** The type that a set of kinds means, in a column of a name. */
function typeOf(bits: number, column: string): Told {
  if (bits & kind.email) return { type: 'email', reason: 'The values are email addresses.' }
  if (bits & kind.url) return { type: 'url', reason: 'The values are web addresses.' }
  const phones = isNamed(column, ['phone', 'fax'])
  const names = phones || isNamed(column, codeWords)
  if (bits & kind.phoneDigits && phones)
    return { type: 'phone', reason: 'The header says phone, and the values have as many digits.' }
  if (bits & anyDate) return { type: 'date', reason: 'The values are dates.' }
  if (bits & kind.boolean) return { type: 'boolean', reason: 'The values mean yes and no.' }
  if (bits & kind.compact && isNamed(column, dateWords))
    return {
      type: 'date',
      reason: 'The header says date, and the values are years, months and days without a break.',
    }
  if (bits & (kind.dotNumber | kind.commaNumber) && !names)
    return { type: 'number', reason: 'The values are numbers.' }
  if (bits & kind.phone) return { type: 'phone', reason: 'The values are phone numbers.' }
  if (bits & kind.code || (names && bits & kind.dotNumber))
    return {
      type: 'text',
      reason: 'The values are digits with zeros before them, or too many for a number: a code.',
    }
  return { type: 'text', reason: 'The values are text.' }
}

function exceptionsOf(state: ColumnState, { type }: Told, bits: number): number {
  const least = (mask: number) => {
    let most = 0
    for (const [place, count] of state.counts.entries()) if (mask & (1 << place)) most = Math.max(most, count)
    return state.filled - most
  }
  switch (type) {
    case 'email':
      return least(kind.email)
    case 'url':
      return least(kind.url)
    case 'boolean':
      return state.filled - countOf(state, kind.boolean) - countOf(state, kind.bit)
    case 'phone':
      return least(bits & (kind.phone | kind.phoneDigits))
    case 'date':
      return least(bits & (anyDate | kind.compact))
    case 'number':
      return least(bits & (kind.dotNumber | kind.commaNumber))
    case 'text':
    case 'select':
      return 0
  }
}

function dateAmbiguity(state: ColumnState, bits: number): Ambiguity | null {
  for (const [day, month, options] of [
    [kind.dmy, kind.mdy, ['DD/MM/YYYY', 'MM/DD/YYYY']],
    [kind.dmyShort, kind.mdyShort, ['DD/MM/YY', 'MM/DD/YY']],
  ] as const) {
    if (bits & day && bits & month) {
      return {
        options: [...options],
        evidence: `In none of the ${state.filled} values is a part above 12, so day and month can’t be told apart.`,
      }
    }
    const [dayFirst, monthFirst] = [state.deciders.get(day), state.deciders.get(month)]
    if (dayFirst !== undefined && monthFirst !== undefined && state.dates >= state.filled * MOST) {
      return {
        options: [...options],
        evidence: `“${dayFirst}” has the day first, “${monthFirst}” the month: the column mixes both.`,
      }
    }
  }
  return null
}

function numberAmbiguity(state: ColumnState, bits: number): Ambiguity | null {
  const options = ['1,234.5', '1.234,5']
  if (bits & kind.dotNumber && bits & kind.commaNumber) {
    if (countOf(state, kind.separated) === 0) return null
    return {
      options,
      evidence: `Every separator in the ${countOf(state, kind.separated)} values that have one stands before three digits: it may begin decimals or group thousands.`,
    }
  }
  const [dot, comma] = [state.deciders.get(kind.dotNumber), state.deciders.get(kind.commaNumber)]
  if (dot === undefined || comma === undefined || state.numbers < state.filled * MOST) return null
  return { options, evidence: `“${dot}” and “${comma}” write decimals differently: the column mixes both.` }
}

function ambiguityOf(state: ColumnState, bits: number, { type }: Told, column: string): Ambiguity | null {
  const named = isNamed(column, dateWords)
  if (type === 'date' && bits & kind.compact && (bits & anyDate) === 0) return null
  if (type === 'date' || state.dates > 0) {
    const dates = dateAmbiguity(state, bits)
    if (dates) return dates
  }
  if (type === 'boolean' && countOf(state, kind.boolean) === 0) {
    return {
      options: ['boolean', 'number'],
      evidence: 'All values are 0 or 1: they may count something, or mean no and yes.',
    }
  }
  if (type === 'number') {
    if (bits & kind.serial && named && countOf(state, kind.separated) === 0)
      return {
        options: ['number', 'excel-serial'],
        evidence: 'The header says date, and the values are numbers as Excel keeps dates.',
      }
    if (bits & kind.unixSeconds && named)
      return {
        options: ['number', 'unix-seconds'],
        evidence: 'The header says date, and the values may count seconds since 1970.',
      }
    if (bits & kind.unixMilliseconds && named)
      return {
        options: ['number', 'unix-milliseconds'],
        evidence: 'The header says date, and the values may count milliseconds since 1970.',
      }
    if (bits & kind.compact)
      return {
        options: ['number', 'YYYYMMDD'],
        evidence: 'Every value may be a year, month and day without a break.',
      }
  }
  return type === 'number' || state.numbers > 0 ? numberAmbiguity(state, bits) : null
}

function formatOf(state: ColumnState, bits: number): ValueFormat {
  const notations = dateKinds.filter(([bit]) => bits & bit).map(([, notation]) => notation)
  const [dot, comma] = [(bits & kind.dotNumber) !== 0, (bits & kind.commaNumber) !== 0]
  const separated = countOf(state, kind.separated) > 0
  return {
    date:
      notations.length === 1
        ? (notations[0] ?? null)
        : notations.length === 0 && bits & kind.compact
          ? 'YYYYMMDD'
          : null,
    decimal: dot && comma ? (separated ? null : '.') : dot ? '.' : comma ? ',' : null,
    timed: countOf(state, kind.timed) > 0,
    percent: countOf(state, kind.percent) > 0,
    currency: countOf(state, kind.currency) > 0,
    wrapped: countOf(state, kind.wrapped) > 0,
  }
}

/** 0 and 1 alone, both of them; or words for yes and no with 0 and 1 among them. */
function isFlag(state: ColumnState): boolean {
  const bits = countOf(state, kind.bit)
  const words = countOf(state, kind.boolean)
  if (words > 0) return words + bits >= state.filled * MOST
  return bits === state.filled && state.distinct?.size === 2
}

function likelyType(state: ColumnState, strict: Told, bits: number, column: string): Told {
  if (strict.type === 'number' && isFlag(state)) return { type: 'boolean', reason: 'The values are 0 and 1.' }
  if (strict.type !== 'text') return strict
  if (isFlag(state)) return { type: 'boolean', reason: 'The values mean yes and no.' }
  const most = typeOf(bits, column)
  // One leading zero is enough: as numbers, it would be lost.
  return most.type === 'number' && countOf(state, kind.code) > 0 ? typeOf(kind.code, column) : most
}

function describe(column: string, state: ColumnState): ColumnType {
  const strictBits = state.filled === 0 ? 0 : state.all
  const strict = typeOf(strictBits, column)
  const likelyBits = state.filled === 0 ? 0 : mostBits(state)
  const likely = state.filled === 0 ? strict : likelyType(state, strict, likelyBits, column)
  const bits = strict.type === 'text' ? likelyBits : strictBits
  const exceptions = exceptionsOf(state, likely, bits)
  const values = state.distinct
    ? [...state.distinct]
        .map(([value, count]) => ({ value, count }))
        .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    : null
  const different = values ? new Set(values.map(({ value }) => value.toLowerCase())).size : Infinity
  const isChoice =
    likely.type === 'text' &&
    different <= MAX_OPTIONS &&
    state.filled >= different * VALUES_PER_OPTION &&
    state.filled > 0
  return {
    column,
    type: strict.type,
    likely: { type: likely.type, exceptions },
    format: formatOf(state, bits),
    ambiguous: ambiguityOf(state, bits, likely, column),
    reason:
      state.filled === 0
        ? 'The column has no values.'
        : exceptions > 0
          ? `${state.filled - exceptions} of ${state.filled}: ${likely.reason}`
          : likely.reason,
    filled: state.filled,
    blank: state.blank,
    nullWords: state.nullWords,
    nullValues: [...state.nullValues].toSorted((left, right) => (left < right ? -1 : 1)),
    values,
    isChoice,
  }
}

/** Collects what columns hold, row by row. */
export interface TypeAccumulator {
  /** Takes one row, keyed by column; a column that it leaves out is blank in it. */
  add(row: Readonly<Record<string, Json>>): void
  /** What is known of each column so far, in the order of the columns. */
  types(): ColumnType[]
}

/**
 * Makes what tells columns' types from any number of rows, in memory that doesn't grow with them. The outcome depends neither on the order of the
 * rows nor on how many are added at a time.
 *
 * @example
 * const types = createTypeAccumulator({ columns: ['zip', 'joined'] })
 * types.add({ zip: '01234', joined: '03/04/2026' })
 * types.types()[1].ambiguous // { options: ['DD/MM/YYYY', 'MM/DD/YYYY'], evidence: '…' }
 */
export function createTypeAccumulator(options: { columns: readonly string[] }): TypeAccumulator {
  const states = options.columns.map((column) => [column, emptyState()] as const)
  return {
    add(row) {
      for (const [column, state] of states) {
        const value = Object.hasOwn(row, column) ? row[column] : null
        if (typeof value === 'string') addText(state, value)
        else if (value === undefined || value === null) state.blank++
        else if (typeof value === 'number') addText(state, String(value))
        else if (typeof value === 'boolean') addText(state, String(value))
        else {
          state.filled++
          state.all = 0
          state.distinct = null
        }
      }
    },
    types: () => states.map(([column, state]) => describe(column, state)),
  }
}

/** Tells columns' types from rows. See {@link createTypeAccumulator}. */
export function inferTypes(options: {
  columns: readonly string[]
  rows: Iterable<Readonly<Record<string, Json>>>
}): ColumnType[] {
  const types = createTypeAccumulator(options)
  for (const row of options.rows) types.add(row)
  return types.types()
}

/**
 * The steps that bring a column's values into the form that the validation reads: none where they have it, and none where the notation is open,
 * since a person has to choose.
 */
export function proposeSteps({ likely, format, ambiguous }: ColumnType): TransformStep[] {
  if (ambiguous && likely.type !== 'boolean') return []
  if (likely.type === 'date' && format.date !== null && (format.date !== 'YYYY/MM/DD' || format.wrapped))
    return [{ kind: 'date_format', from: format.date }]
  if (likely.type === 'number' && format.decimal !== null && (format.decimal === ',' || format.wrapped))
    return [{ kind: 'number_format', decimal: format.decimal }]
  return []
}
