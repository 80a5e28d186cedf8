import { describe, expect, test } from 'vitest'
import { compileRecordChecker } from '../validation/index.ts'
import { createDataModelSchema, updateDataModelSchema, type ModelField } from './index.ts'

function fieldsWith(pattern: string): ModelField[] {
  return [
    { id: '1', name: 'other', type: 'text' },
    { id: '2', name: 'code', type: 'text', pattern },
  ]
}

const endless = ['(a+)+', '(a|a)*', '([a-z]+)*x', '(.*)*', String.raw`(\w+\s?)+`, String.raw`(a)\1+`]

describe('A field’s pattern that may never end', () => {
  test.each(endless)('%s is refused where a model is saved, and its field is named', (pattern) => {
    for (const schema of [createDataModelSchema, updateDataModelSchema]) {
      const { error } = schema.safeParse({ name: 'Codes', fields: fieldsWith(pattern) })
      expect(error?.issues.map(({ path }) => path)).toEqual([['fields', 1, 'pattern']])
    }
  })

  test.each(endless)('%s that is stored all the same holds nobody up', (pattern) => {
    const check = compileRecordChecker(fieldsWith(pattern))
    const startedAt = performance.now()
    const outcome = check({ other: 'x', code: `${'a'.repeat(60)}!` })
    expect(performance.now() - startedAt).toBeLessThan(100)
    expect(!outcome.ok && outcome.issues.map(({ code }) => code)).toEqual(['PATTERN'])
  })
})

test.each([
  [String.raw`[A-Z]{2}-\d{4,6}`, 'AB-1234'],
  [String.raw`[\w.]+@[\w.]+\.[a-z]+`, 'ada@example.com'],
  ['.*', 'x'.repeat(5000)],
  ['(?:red|green|blue)', 'green'],
  [String.raw`\d+(?:\.\d{2})?`, '12.50'],
])('the pattern %s is saved, and texts are tried on it', (pattern, text) => {
  expect(createDataModelSchema.safeParse({ name: 'Codes', fields: fieldsWith(pattern) }).success).toBe(true)
  expect(compileRecordChecker(fieldsWith(pattern))({ code: text }).ok).toBe(true)
})

test('the slowest pattern that is saved ends on the longest text within moments', () => {
  const check = compileRecordChecker(fieldsWith(String.raw`\w*\w*\w*x`))
  const startedAt = performance.now()
  for (const length of [200, 500, 10_000]) check({ code: `${'a'.repeat(length)}!` })
  expect(performance.now() - startedAt).toBeLessThan(2000)
})
