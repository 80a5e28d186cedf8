import * as z from 'zod/mini'
import type { ModelField, RowErrorCode } from '../contracts/index.ts'
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

/** The longest text that a pattern is tried on, so that no pattern can take the page or the worker down. */
const MAX_PATTERN_CHARS = 10_000

/** A typed value of a record. */
export type FieldValue = string | number | boolean

type Reader = (value: string | number | boolean) => FieldValue | Rejected
type Check = (value: FieldValue) => { code: RowErrorCode; expected: string } | null

function selectReader(options: readonly string[]): Reader {
  const spelt = new Map(options.map((option) => [option.toLowerCase(), option]))
  return (value) =>
    spelt.get(String(value).trim().toLowerCase()) ?? {
      expected: `one of ${options.slice(0, 5).join(', ')}${options.length > 5 ? ', …' : ''}`,
    }
}

function ofText(read: (text: string) => FieldValue | Rejected, expected: string): Reader {
  return (value) => (typeof value === 'string' ? read(value.trim()) : { expected })
}

function phoneReader(region: string): Reader {
  const read = createPhoneReader(region)
  return (value) => (typeof value === 'boolean' ? { expected: 'a phone number' } : read(String(value).trim()))
}

/** Makes the function that turns a cell, or a value of a JSON file, into a field's typed value. */
function readerOf(field: ModelField): Reader {
  switch (field.type) {
    case 'text':
      return (value) =>
        typeof value === 'string' && value.includes('\0')
          ? { expected: 'text without NUL characters' }
          : String(value).trim()
    case 'number':
      return (value) =>
        typeof value === 'number'
          ? value
          : typeof value === 'string'
            ? readNumber(value.trim())
            : { expected: 'a number' }
    case 'date':
      return ofText(readDate, 'a date, such as 2026-01-31')
    case 'email':
      return ofText(readEmail, 'an email address, such as ada@example.com')
    case 'phone':
      return phoneReader(field.region ?? 'US')
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : readBoolean(String(value).trim()))
    case 'url':
      return ofText(readUrl, 'a web address that begins with https:// or http://')
    case 'select':
      return selectReader(field.options ?? [])
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
  const whole = new RegExp(`^(?:${pattern})$`, 'u')
  return [
    (value) => {
      const text = String(value)
      return text.length <= MAX_PATTERN_CHARS && whole.test(text)
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

function isScalar(value: unknown): value is FieldValue {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  )
}

/** Tells a value that stands for "nothing": absent, null, or only white space. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function codeOfType({ type }: ModelField): RowErrorCode {
  return type === 'select' ? 'NOT_AN_OPTION' : 'INVALID_TYPE'
}

/**
 * Compiles a field to a zod schema that takes a cell's text or a JSON value and gives the typed value, or undefined for a blank. A
 * rejection carries its code in `params.code`.
 */
export function fieldSchema(field: ModelField): z.ZodMiniType<FieldValue | undefined> {
  const name = field.label ?? field.name
  const read = readerOf(field)
  const checks = [...boundsOf(field), ...patternOf(field)]
  const required = `${name} is empty. It is required.`

  return z.pipe(
    z.unknown(),
    z.transform((input, context): FieldValue | undefined => {
      const reject = (code: RowErrorCode, message: string): typeof z.NEVER => {
        context.issues.push({ code: 'custom', input, message, params: { code } })
        return z.NEVER
      }
      if (isBlank(input)) return field.required ? reject('REQUIRED', required) : undefined
      const typed = isScalar(input) ? read(input) : { expected: 'one value, not a list or an object' }
      if (isRejected(typed))
        return reject(codeOfType(field), `${name} is “${showValue(input)}”. Expected ${typed.expected}.`)
      for (const check of checks) {
        const failure = check(typed)
        if (failure)
          return reject(failure.code, `${name} is “${showValue(input)}”. Expected ${failure.expected}.`)
      }
      return typed
    }),
  )
}
