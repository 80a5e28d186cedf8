import type { ModelField, RowErrorCode } from '../contracts/index.ts'
import { fieldPatternCost, wholePattern } from '../contracts/safe-pattern.ts'
import { createPhoneReader } from './phone-reader.ts'
import {
  isRejected,
  readBoolean,
  readDate,
  readEmail,
  readNumber,
  readUrl,
  type Rejected,
} from './text-values.ts'

/** A typed value of a record. */
export type FieldValue = string | number | boolean

/** Why a field does not take a value. */
export class Refusal {
  readonly code: RowErrorCode
  readonly message: string

  constructor(code: RowErrorCode, message: string) {
    this.code = code
    this.message = message
  }
}

/** Types a value, a blank as undefined. */
export type CompiledField = (input: unknown) => FieldValue | undefined | Refusal

/** Reads a value that is not text. */
type OtherReader = (value: number | boolean) => FieldValue | Rejected
type TextReader = (text: string) => FieldValue | Rejected
type Check = (value: FieldValue) => { code: RowErrorCode; expected: string } | null

function selectReader(options: readonly string[]): TextReader {
  const spelt = new Map(options.map((option) => [option.toLowerCase(), option]))
  const exact = new Set(spelt.values())
  const expected = `one of ${options.slice(0, 5).join(', ')}${options.length > 5 ? ', …' : ''}`
  return (text) => (exact.has(text) ? text : (spelt.get(text.toLowerCase()) ?? { expected }))
}

/** Makes the functions that turn a cell's trimmed text, or another value of a JSON file, into a field's typed value. */
function readersOf(field: ModelField): { text: TextReader; other: OtherReader } {
  const none =
    (expected: string): OtherReader =>
    () => ({ expected })
  switch (field.type) {
    case 'text':
      return {
        text: (text) => (text.includes('\0') ? { expected: 'text without NUL characters' } : text),
        other: String,
      }
    case 'number':
      return {
        text: readNumber,
        other: (value) => (typeof value === 'number' ? value : { expected: 'a number' }),
      }
    case 'date':
      return { text: readDate, other: none('a date, such as 2026-01-31') }
    case 'email':
      return { text: readEmail, other: none('an email address, such as ada@example.com') }
    case 'phone': {
      const read = createPhoneReader(field.region ?? 'US')
      return {
        text: read,
        other: (value) => (typeof value === 'boolean' ? { expected: 'a phone number' } : read(String(value))),
      }
    }
    case 'boolean':
      return {
        text: readBoolean,
        other: (value) => (typeof value === 'boolean' ? value : readBoolean(String(value))),
      }
    case 'url':
      return { text: readUrl, other: none('a web address that begins with https:// or http://') }
    case 'select': {
      const read = selectReader(field.options ?? [])
      return { text: read, other: (value) => read(String(value)) }
    }
  }
}

function boundsOf({ type, min, max }: ModelField): Check[] {
  const unit = type === 'number' ? '' : ' characters'
  const size = (value: FieldValue): number => (typeof value === 'number' ? value : String(value).length)
  const checks: Check[] = []
  if (type !== 'number' && type !== 'text' && type !== 'url' && type !== 'email') return checks
  if (min !== undefined)
    checks.push((value) =>
      size(value) < min ? { code: 'TOO_SMALL', expected: `at least ${min}${unit}` } : null,
    )
  if (max !== undefined)
    checks.push((value) =>
      size(value) > max ? { code: 'TOO_LARGE', expected: `at most ${max}${unit}` } : null,
    )
  return checks
}

function patternOf({ pattern }: ModelField): Check[] {
  if (pattern === undefined) return []
  const cost = fieldPatternCost(pattern)
  const unsafe = {
    code: 'PATTERN',
    expected: 'another pattern in the model: this one could take for ever',
  } as const
  if (cost.fault !== null) return [() => unsafe]
  const whole = new RegExp(wholePattern(pattern), 'u')
  return [
    (value) => {
      const text = String(value)
      // A longer text could take the page or the worker down.
      return text.length <= cost.maxChars && whole.test(text)
        ? null
        : { code: 'PATTERN', expected: `text that matches ${pattern}` }
    },
  ]
}

/** Shows a value in a message: quoted, cut after 60 characters. */
export function showValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Tells a value that stands for "nothing": absent, null, or only white space. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

const ONE_VALUE: Rejected = { expected: 'one value, not a list or an object' }

/** Compiles a field to the function that types a cell's text or a JSON value, or says why it can't. */
export function compileField(field: ModelField): CompiledField {
  const name = field.label ?? field.name
  const { text: readText, other: readOther } = readersOf(field)
  const checks = [...boundsOf(field), ...patternOf(field)]
  const blank = field.required ? new Refusal('REQUIRED', `${name} is empty. It is required.`) : undefined
  const code: RowErrorCode = field.type === 'select' ? 'NOT_AN_OPTION' : 'INVALID_TYPE'
  const refuse = (why: RowErrorCode, input: unknown, expected: string) =>
    new Refusal(why, `${name} is “${showValue(input)}”. Expected ${expected}.`)

  function readAny(input: unknown): FieldValue | Rejected {
    if (typeof input === 'boolean' || (typeof input === 'number' && Number.isFinite(input)))
      return readOther(input)
    return ONE_VALUE
  }

  return (input) => {
    let typed: FieldValue | Rejected
    if (typeof input === 'string') {
      const text = input.trim()
      if (text === '') return blank
      typed = readText(text)
    } else {
      if (input === undefined || input === null) return blank
      typed = readAny(input)
    }
    if (typeof typed === 'object' && isRejected(typed)) return refuse(code, input, typed.expected)
    for (const check of checks) {
      const failure = check(typed)
      if (failure) return refuse(failure.code, input, failure.expected)
    }
    return typed
  }
}
