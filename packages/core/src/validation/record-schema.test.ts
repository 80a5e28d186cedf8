import { describe, expect, test } from 'vitest'
import type { Json, ModelField } from '../contracts/index.ts'
import { compilePatchChecker, compileRecordChecker, compileRecordSchema } from './index.ts'

type Facts = Omit<ModelField, 'id' | 'name'>

function outcome(facts: Facts, value: Json): unknown {
  const check = compileRecordChecker([{ id: '1', name: 'value', ...facts }])({ value })
  return check.ok ? check.data['value'] : check.issues.map((issue) => issue.code).join()
}

describe('a value', () => {
  test.each<[Facts, Json, unknown]>([
    [{ type: 'text' }, '  Ada ', 'Ada'],
    [{ type: 'text' }, 12, '12'],
    [{ type: 'text' }, '=HYPERLINK("x")', '=HYPERLINK("x")'],
    [{ type: 'text' }, 'a\0b', 'INVALID_TYPE'],
    [{ type: 'text' }, { a: 1 }, 'INVALID_TYPE'],
    [{ type: 'text', min: 3 }, 'ab', 'TOO_SMALL'],
    [{ type: 'text', max: 3 }, 'abcd', 'TOO_LARGE'],
    [{ type: 'text', pattern: '[A-Z]{2}' }, 'AB', 'AB'],
    [{ type: 'text', pattern: '[A-Z]{2}' }, 'ABC', 'PATTERN'],
    [{ type: 'number' }, '12.50', 12.5],
    [{ type: 'number' }, 7, 7],
    [{ type: 'number' }, '1,234,567.89', 1234567.89],
    [{ type: 'number' }, '1,234.5', 1234.5],
    [{ type: 'number' }, '1,234', 'INVALID_TYPE'],
    [{ type: 'number' }, '1.234,5', 'INVALID_TYPE'],
    [{ type: 'number' }, '12,5o', 'INVALID_TYPE'],
    [{ type: 'number' }, '1e999', 'INVALID_TYPE'],
    [{ type: 'number', min: 0 }, '-1', 'TOO_SMALL'],
    [{ type: 'date' }, '2026-02-28', '2026-02-28'],
    [{ type: 'date' }, '2026/02/28', '2026-02-28'],
    [{ type: 'date' }, '2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00.000Z'],
    [{ type: 'date' }, '2026-02-29', 'INVALID_TYPE'],
    [{ type: 'date' }, '03/04/2026', 'INVALID_TYPE'],
    [{ type: 'email' }, 'Ada.L@Example.COM', 'Ada.L@example.com'],
    [{ type: 'email' }, 'ada@', 'INVALID_TYPE'],
    [{ type: 'phone' }, '(201) 555-0123', '+12015550123'],
    [{ type: 'phone', region: 'GB' }, '020 7183 8750', '+442071838750'],
    [{ type: 'phone' }, '12345', 'INVALID_TYPE'],
    [{ type: 'boolean' }, 'Yes', true],
    [{ type: 'boolean' }, false, false],
    [{ type: 'boolean' }, 'maybe', 'INVALID_TYPE'],
    [{ type: 'url' }, 'https://example.com/a', 'https://example.com/a'],
    [{ type: 'url' }, 'javascript:alert(1)', 'INVALID_TYPE'],
    [{ type: 'select', options: ['Free', 'Team'] }, 'team', 'Team'],
    [{ type: 'select', options: ['Free', 'Team'] }, 'gold', 'NOT_AN_OPTION'],
    [{ type: 'text', required: true }, '  ', 'REQUIRED'],
    [{ type: 'number' }, '', undefined],
    [{ type: 'number' }, null, undefined],
  ])('of %o: %o gives %o', (facts, value, expected) => {
    expect(outcome(facts, value)).toBe(expected)
  })
})

const fields: ModelField[] = [
  { id: '1', name: 'email', type: 'email', required: true },
  { id: '2', name: 'amount', type: 'number' },
]

describe('a row', () => {
  test('is explained in full, in words for people', () => {
    expect(compileRecordChecker(fields)({ amount: '12,5o' })).toEqual({
      ok: false,
      issues: [
        { field: 'email', code: 'REQUIRED', message: 'email is empty. It is required.', value: null },
        {
          field: 'amount',
          code: 'INVALID_TYPE',
          message: 'amount is “12,5o”. Expected a number.',
          value: '12,5o',
        },
      ],
    })
  })

  test('is read through a mapping from column names', () => {
    const check = compileRecordChecker(fields, { mapping: { email: 'E-mail' } })
    expect(check({ 'E-mail': 'a@b.co', amount: '5' })).toEqual({ ok: true, data: { email: 'a@b.co' } })
  })

  test('takes nothing from an object prototype', () => {
    const check = compileRecordChecker([{ id: '1', name: 'toString', type: 'text' }])
    expect(check({})).toEqual({ ok: true, data: {} })
  })

  test('without a blank optional value has no such key', () => {
    expect(compileRecordSchema(fields).parse({ email: 'a@b.co' })).toEqual({ email: 'a@b.co' })
  })
})

describe('a change', () => {
  const check = compilePatchChecker(fields)

  test('clears an optional value by null and keeps the rest untouched', () => {
    expect(check({ amount: null })).toEqual({ ok: true, data: { amount: null } })
  })

  test('cannot clear a required value, nor name an unknown field', () => {
    const outcome = check({ email: '', colour: 'red' })
    expect(outcome.ok ? [] : outcome.issues.map((issue) => issue.code)).toEqual(['REQUIRED', 'INVALID_TYPE'])
  })
})

test('a record without a required value is refused by the schema itself', () => {
  expect(compileRecordSchema(fields).safeParse({ amount: 1 }).success).toBe(false)
})
