import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldTypes, rowErrorCodeSchema, type Json, type ModelField } from '../contracts/index.ts'
import { compileRecordChecker, compileRecordSchema, type RecordCheck } from './index.ts'

const near = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'Ada',
    ' ada@Example.COM ',
    'ada@',
    'a@b.co',
    '12',
    '1,234.5',
    '1,234',
    '-0',
    '1e3',
    '1e999',
    '007',
    '+1 201 555 0123',
    '+12015550123',
    '(201) 555-0123',
    '2026-01-31',
    '2026-02-30',
    '2026/02/28',
    '2026-01-31T10:00:00Z',
    '0000-01-01',
    'yes',
    'Nein',
    'TRUE',
    '1',
    'https://example.com',
    'javascript:1',
    'free',
    'FREE',
    'a\0b',
    'x'.repeat(300),
  ),
  fc.string(),
  fc.emailAddress(),
  fc.webUrl(),
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .date({ min: new Date('1000-01-01'), max: new Date('3000-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
)
const value: fc.Arbitrary<Json | undefined> = fc.oneof(
  { weight: 6, arbitrary: near },
  fc.constantFrom(undefined, null, true, false, 0, 1, 12.5, -3),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant<Json>(['a']),
  fc.constant<Json>({ a: 1 }),
)
const field: fc.Arbitrary<ModelField> = fc
  .record({
    type: fc.constantFrom(...fieldTypes),
    required: fc.boolean(),
    label: fc.option(fc.constant('Label'), { nil: undefined }),
    min: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    max: fc.option(fc.integer({ min: 20, max: 60 }), { nil: undefined }),
    pattern: fc.option(fc.constantFrom('[a-z]+', '\\d{1,4}', '.*'), { nil: undefined }),
    region: fc.option(fc.constantFrom('GB', 'DE'), { nil: undefined }),
  })
  .map(({ type, required, label, min, max, pattern, region }) => ({
    id: 'id',
    name: 'value',
    type,
    required,
    options: ['Free', 'Team'],
    ...(label !== undefined && { label }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(region !== undefined && { region }),
  }))

/** What the zod schema says, in the checker's words. */
function bySchema(fields: readonly ModelField[], row: Record<string, Json>): unknown {
  const result = compileRecordSchema(fields).safeParse(row)
  if (result.success) return { ok: true, data: result.data }
  const issues = result.error.issues.map((issue) => ({
    field: String(issue.path[0]),
    code: rowErrorCodeSchema.parse(issue.code === 'custom' ? issue.params?.['code'] : undefined),
    message: issue.message,
  }))
  return { ok: false, issues }
}

function byChecker(outcome: RecordCheck): unknown {
  if (outcome.ok) return outcome
  return { ok: false, issues: outcome.issues.map(({ field, code, message }) => ({ field, code, message })) }
}

test('the compiled checks say of any value of any field what the zod schema says', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(field, value), { minLength: 1, maxLength: 5 }), (columns) => {
      const fields = columns.map(([own], index) => ({ ...own, id: String(index), name: `f${index}` }))
      const row: Record<string, Json> = {}
      for (const [index, [, own]] of columns.entries()) if (own !== undefined) row[`f${index}`] = own
      expect(byChecker(compileRecordChecker(fields)(row))).toEqual(bySchema(fields, row))
    }),
    { numRuns: 3000 },
  )
}, 60_000)
