import type { ModelField } from '@headwater/core'
import { compileRecordChecker } from '@headwater/core/validation'
import { expect, test } from 'vitest'
import { suggestValue } from './suggest-value.ts'

function suggested(field: Partial<ModelField>, text: string): string | null {
  const whole: ModelField = { id: 'f', name: 'f', type: 'text', ...field }
  const check = compileRecordChecker([whole])
  return suggestValue(whole, text, (value) => check({ f: value }).ok)
}

test.each([
  ['ada(at)example.com', 'ada@example.com'],
  ['ada [at] example [dot] com', 'ada@example.com'],
  ['mailto:ada@example.com', 'ada@example.com'],
  ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
  ['ada@example,com', 'ada@example.com'],
  ['ada@@example.com.', 'ada@example.com'],
  ['nobody', null],
])('an address out of %s', (text, expected) => {
  expect(suggested({ type: 'email' }, text)).toBe(expected)
})

test.each([
  ['1.234,50', '1234.50'],
  ['€ 12,50', '12.50'],
  ['(12.5)', '-12.5'],
  ['1.234', null],
  ['1,234', null],
  ['12.5o', '12.5'],
  ['much', null],
])('a number out of %s, and none where it would be a guess', (text, expected) => {
  expect(suggested({ type: 'number' }, text)).toBe(expected)
})

test.each([
  ['31.01.2026', '2026-01-31'],
  ['12/31/2026', '2026-12-31'],
  ['2026.1.5', '2026-01-05'],
  ['02/03/2026', null],
  ['2026-02-30', null],
])('a date out of %s, and none where day and month could be either', (text, expected) => {
  expect(suggested({ type: 'date' }, text)).toBe(expected)
})

test.each([
  ['bussiness', 'Business'],
  ['Biz', null],
  ['tea m', 'Team'],
  ['frée', 'Free'],
])('an option out of %s', (text, expected) => {
  expect(suggested({ type: 'select', options: ['Free', 'Team', 'Business'] }, text)).toBe(expected)
})

test('a web address without its beginning gets one, and a blank gets nothing', () => {
  expect(suggested({ type: 'url' }, 'example.com/a')).toBe('https://example.com/a')
  expect(suggested({ type: 'url', required: true }, ' ')).toBeNull()
})
