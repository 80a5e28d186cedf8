import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importPlanSchema, transformStepSchema, type TransformStep } from '../contracts/index.ts'
import {
  compilePlan,
  compileRowPlan,
  explainPlan,
  isPlanError,
  patternFault,
  planOfMapping,
} from './index.ts'

function after(text: string, ...steps: TransformStep[]): string {
  return compilePlan({ field: { columns: ['a'], steps } }, ['a'])([text])['field'] ?? ''
}

describe('a step', () => {
  test.each<[TransformStep, string, string]>([
    [{ kind: 'trim' }, '  Ada \u00a0 Lovelace ', 'Ada Lovelace'],
    [{ kind: 'case', to: 'lower' }, 'ÀDA', 'àda'],
    [{ kind: 'case', to: 'upper' }, 'straße', 'STRASSE'],
    [{ kind: 'case', to: 'title' }, "JEAN-LUC o’brien d'arc éva", "Jean-Luc O’brien D'arc Éva"],
    [{ kind: 'date_format', from: 'DD/MM/YYYY' }, '3.4.2026', '2026-04-03'],
    [{ kind: 'date_format', from: 'MM/DD/YYYY' }, '03/04/2026 2:05 PM', '2026-03-04T14:05:00'],
    [{ kind: 'date_format', from: 'DD/MM/YYYY' }, '31/02/2026', '31/02/2026'],
    [{ kind: 'date_format', from: 'DD/MM/YY' }, '01/02/69', '1969-02-01'],
    [{ kind: 'date_format', from: 'DD MMM YYYY' }, '3. März 2026', '2026-03-03'],
    [{ kind: 'date_format', from: 'DD MMM YYYY' }, '1 de enero de 2026', '2026-01-01'],
    [{ kind: 'date_format', from: 'MMM DD YYYY' }, 'Dec 31st, 2025', '2025-12-31'],
    [{ kind: 'date_format', from: 'YYYYMMDD' }, '20260131', '2026-01-31'],
    [{ kind: 'date_format', from: 'excel-serial' }, '45292', '2024-01-01'],
    [{ kind: 'date_format', from: 'excel-serial' }, '45292.5', '2024-01-01T12:00:00'],
    [{ kind: 'date_format', from: 'unix-seconds' }, '1704067200', '2024-01-01T00:00:00.000Z'],
    [{ kind: 'number_format', decimal: ',' }, '1.234.567,89 €', '1234567.89'],
    [{ kind: 'number_format', decimal: '.' }, '(1,234.50)', '-1234.50'],
    [{ kind: 'number_format', decimal: '.' }, '$ -3.5', '-3.5'],
    [{ kind: 'number_format', decimal: ',' }, '12,5 %', '12.5'],
    [{ kind: 'number_format', decimal: '.' }, '1.234,5', '1.234,5'],
    [{ kind: 'number_format', decimal: '.' }, '12345678901234567890', '12345678901234567890'],
    [{ kind: 'phone_region', region: 'DE' }, '030 901820', '+4930901820'],
    [{ kind: 'phone_region', region: 'GB' }, 'none', 'none'],
    [{ kind: 'extract', pattern: '#(\\d+)', group: 1 }, 'order #42 of 7', '42'],
    [{ kind: 'extract', pattern: '\\d+' }, 'none here', ''],
    [{ kind: 'map_values', values: { M: 'male', ' f ': 'female' } }, ' F', 'female'],
    [{ kind: 'map_values', values: { M: 'male' } }, 'x', 'x'],
    [{ kind: 'split', separator: ',', part: 0 }, 'Lovelace, Ada', 'Lovelace'],
    [{ kind: 'split', separator: ',', part: -1 }, 'Lovelace, Ada', 'Ada'],
    [{ kind: 'split', separator: ',', part: 5 }, 'Lovelace, Ada', ''],
    [{ kind: 'default', value: 'none' }, '  ', 'none'],
    [{ kind: 'default', value: 'none' }, 'x', 'x'],
  ])('%o makes of “%s” “%s”', (step, text, expected) => {
    expect(transformStepSchema.parse(step)).toEqual(step)
    expect(after(text, step)).toBe(expected)
  })
})

test('columns are joined without blanks, steps run in their order, and a preview shows each', () => {
  const plan = importPlanSchema.parse({
    name: { columns: ['First', 'Middle', 'Last'], steps: [{ kind: 'trim' }, { kind: 'case', to: 'title' }] },
    source: { columns: [], steps: [{ kind: 'default', value: 'fair' }] },
  })
  const header = ['Last', 'First', 'Middle']
  const cells = ['LOVELACE', ' ada ', ' ']
  expect(compilePlan(plan, header)(cells)).toEqual({ name: 'Ada Lovelace', source: 'fair' })
  expect(explainPlan(plan, { header, cells })['name']).toMatchObject({
    input: 'ada LOVELACE',
    steps: [{ value: 'ada LOVELACE' }, { value: 'Ada Lovelace' }],
    output: 'Ada Lovelace',
  })
  expect(compileRowPlan(plan)({ First: 'ada', Last: 'lovelace' })).toEqual({
    name: 'Ada Lovelace',
    source: 'fair',
  })
})

test('a mapping means each field from its column as it is', () => {
  expect(compilePlan(planOfMapping({ email: 'E-Mail' }), ['x', 'E-Mail'])(['1', 'a@b.co '])).toEqual({
    email: 'a@b.co ',
  })
})

test('a column that the file doesn’t have is named', () => {
  expect(() => compilePlan({ a: { columns: ['Gone'], steps: [] } }, ['x'])).toThrow(/“Gone”/)
})

describe('a pattern', () => {
  test.each([
    '(a+)+$',
    '(a|aa)*b',
    '([a-z]+)*',
    '(\\w+\\s?)+$',
    '(.*)*',
    '((ab)+){5,}',
    '(a)\\1+',
    '(',
    '.*.*.*.*x',
    '(x+x+)+y',
  ])('%s that may never end is refused', (pattern) => {
    let error: unknown
    try {
      after('aaaa', { kind: 'extract', pattern })
    } catch (caught) {
      error = caught
    }
    expect(isPlanError(error)).toBe(true)
  })

  test.each([
    '\\d+',
    '^([A-Z]{2})-(\\d{4,6})$',
    '(?:Mr|Ms)\\.? (\\w+)',
    '[^@]+@(.+)',
    '(\\d{1,3}){2}',
    'a|b+|c',
  ])('%s is run', (pattern) => {
    expect(patternFault(pattern)).toBeNull()
  })

  test('of those that are run takes longer than a moment on the longest text', () => {
    const piece = fc.constantFrom('a', '\\w', '.', '[ab]', '(?:ab)', '(a)', 'a|b', '\\s')
    const quantifier = fc.constantFrom('', '*', '+', '?', '{2,}', '{1,5}', '*?')
    const pattern = fc
      .array(fc.tuple(piece, quantifier, fc.boolean(), quantifier), { minLength: 1, maxLength: 5 })
      .map(
        (parts) =>
          parts
            .map(([own, inner, grouped, outer]) =>
              grouped ? `(?:${own}${inner})${outer}` : `${own}${inner}`,
            )
            .join('') + 'z',
      )
    const text = 'ab'.repeat(5000)
    fc.assert(
      fc.property(pattern, (source) => {
        fc.pre(patternFault(source) === null)
        const startedAt = performance.now()
        after(text, { kind: 'extract', pattern: source })
        expect(performance.now() - startedAt).toBeLessThan(2000)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
