import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../contracts/index.ts'
import { compileRowPlan } from '../transforms/index.ts'
import { compileRecordChecker } from '../validation/index.ts'
import { createTypeAccumulator, inferTypes, proposeSteps, type ColumnType } from './index.ts'

const plain: readonly string[] = [
  '1',
  '0',
  '12',
  '007',
  '1234567890123456789',
  '1.5',
  '1,5',
  '1.234',
  '1,234',
  '1.234,50 €',
  '(12.00)',
  '12%',
  '03/04/2026',
  '25/12/2025',
  '12/25/2025',
  '2026-01-31',
  '2026-01-31T10:00:00Z',
  '20260131',
  '31 Jan 2026',
  'yes',
  'nein',
  'ada@example.com',
  'https://example.com',
  '+12015550123',
  '030 901820',
  'N/A',
  '',
  ' ',
  'free',
  'Team',
  '45292',
  '1704067200',
]
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...plain) },
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constant<Json>({ a: 1 }),
)
const values = fc.oneof(
  fc.array(value, { maxLength: 40 }),
  // Columns of one kind, as files have them.
  fc
    .constantFrom(...plain)
    .chain((one) =>
      fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant<Json>(one) }, value), { maxLength: 40 }),
    ),
)
const column = fc.constantFrom('x', 'date', 'Phone', 'zip')

function typeOf(own: readonly Json[], name = 'x'): ColumnType {
  const [found] = inferTypes({ columns: [name], rows: own.map((cell) => ({ [name]: cell })) })
  if (!found) throw new Error('A column has a type.')
  return found
}

test('the order of the rows changes nothing', () => {
  const shuffled = values.chain((own) =>
    fc.tuple(fc.constant(own), fc.shuffledSubarray(own, { minLength: own.length, maxLength: own.length })),
  )
  fc.assert(
    fc.property(shuffled, column, ([own, other], name) => {
      expect(typeOf(other, name)).toEqual(typeOf(own, name))
    }),
    { numRuns: 500 },
  )
}, 60_000)

test('asking in between changes nothing: rows may come in chunks of any size', () => {
  fc.assert(
    fc.property(values, column, fc.integer({ min: 1, max: 7 }), (own, name, chunk) => {
      const types = createTypeAccumulator({ columns: [name] })
      for (const [index, cell] of own.entries()) {
        types.add({ [name]: cell })
        if (index % chunk === 0) types.types()
      }
      expect(types.types()[0]).toEqual(typeOf(own, name))
    }),
    { numRuns: 300 },
  )
}, 60_000)

test('more rows only widen a type: it stays, or becomes text, or digits from dates without a break', () => {
  fc.assert(
    fc.property(values, column, (own, name) => {
      const types = createTypeAccumulator({ columns: [name] })
      let before: ColumnType | undefined
      for (const cell of own) {
        types.add({ [name]: cell })
        const [now] = types.types()
        const digits = before?.format.date === 'YYYYMMDD' ? ['number'] : []
        const wider = before && before.filled > 0 ? [before.type, 'text', ...digits] : [now?.type]
        expect(wider).toContain(now?.type)
        before = now
      }
    }),
    { numRuns: 500 },
  )
}, 60_000)

test('a type takes every value of its column', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^0[0-9]{1,6}$|^[0-9]{16,20}$/), { minLength: 1, maxLength: 5 }),
      (own) => {
        expect(typeOf(own).type).toBe('text')
      },
    ),
  )
})

describe('a column', () => {
  test.each<[string, string[], string]>([
    ['zip', ['01234', '90210'], 'text'],
    ['Postcode', ['90210', '10115'], 'text'],
    ['card', ['4111111111111111', '5500005555555559'], 'text'],
    ['qty', ['1', '2', '300'], 'number'],
    ['phone', ['447911123456', '12015550123'], 'phone'],
    ['x', ['+44 20 7183 8750', '+1 201 555 0123'], 'phone'],
    ['x', ['(201) 555-0123', '(201) 555-0124'], 'phone'],
    ['x', ['01 23 45 67 89', '06 12 34 56 78'], 'phone'],
    ['sku', ['ABC123', 'USD100x'], 'text'],
    ['price', ['USD 100', '100 EUR'], 'number'],
    ['x', ['31.01.2026', '1.2.2026'], 'date'],
    ['x', ['3. März 2026', '12. Dezember 2025'], 'date'],
    ['x', ['Jan 31, 2026', 'February 1st, 2026'], 'date'],
    ['x', ['10:30', '11:45'], 'text'],
    ['x', ['12345-6789', '01234-5678'], 'text'],
    ['x', ['978-3-16-148410-0', '978-0-306-40615-7'], 'text'],
    ['x', ['yes', 'no', 'maybe'], 'text'],
    ['x', [], 'text'],
  ])('named %s with %j is %s', (name, own, type) => {
    expect(typeOf(own, name).type).toBe(type)
  })

  test('with a few other values is likely of its type, and says how many they are', () => {
    const emails = Array.from({ length: 19 }, (_, index) => `a${index}@example.com`)
    expect(typeOf([...emails, 'junk'])).toMatchObject({
      type: 'text',
      likely: { type: 'email', exceptions: 1 },
    })
  })

  test('of 0 and 1 may be either, and says so', () => {
    expect(typeOf(['0', '1', '1'])).toMatchObject({
      type: 'number',
      likely: { type: 'boolean' },
      ambiguous: { options: ['boolean', 'number'] },
    })
  })

  test.each<[string, string[], string[] | null]>([
    ['x', ['03/04/2026', '01/02/2026'], ['DD/MM/YYYY', 'MM/DD/YYYY']],
    ['x', ['03-04-2026', '01-02-2026'], ['DD/MM/YYYY', 'MM/DD/YYYY']],
    ['x', ['03/04/2026', '25/12/2026'], null],
    ['x', ['13/04/2026', '04/13/2026'], ['DD/MM/YYYY', 'MM/DD/YYYY']],
    ['x', ['1.234', '5.678'], ['1,234.5', '1.234,5']],
    ['x', ['1.234', '5.67'], null],
    ['x', ['1.234', '0.125'], null],
    ['x', ['1.234', '1.234.567'], null],
    ['x', ['1.5', '1,5'], ['1,234.5', '1.234,5']],
    ['x', ['1234', '5678'], null],
    ['order date', ['45292', '45350'], ['number', 'excel-serial']],
    ['date', ['20260131', '20260201'], null],
    ['x', ['20260131', '20260201'], ['number', 'YYYYMMDD']],
  ])('named %s with %j leaves open %j', (name, own, options) => {
    const { ambiguous } = typeOf(own, name)
    expect(ambiguous?.options ?? null).toEqual(options)
    expect(ambiguous === null || ambiguous.evidence.length > 20).toBe(true)
  })

  test('of few values is a choice; of many, none', () => {
    const few = Array.from({ length: 60 }, (_, index) => ['Free', 'Team', 'free'][index % 3] ?? '')
    expect(typeOf(few)).toMatchObject({
      isChoice: true,
      values: [{ value: 'Free', count: 20 }, { value: 'Team' }, { value: 'free' }],
    })
    expect(typeOf(Array.from({ length: 100 }, (_, index) => `name ${index}`))).toMatchObject({
      isChoice: false,
      values: null,
    })
  })

  test.each<[string[], object[]]>([
    [['31.12.2026', '1.2.2026'], [{ kind: 'date_format', from: 'DD/MM/YYYY' }]],
    [['1.234,50 €', '7,00 €'], [{ kind: 'number_format', decimal: ',' }]],
    [['$1,200.00', '$3.50'], [{ kind: 'number_format', decimal: '.' }]],
    [['1.5', '2'], []],
    [['2026-01-31', '2026-01-31 10:00:00'], []],
    [['2026-1-5', '2026.01.31'], [{ kind: 'date_format', from: 'YYYY/MM/DD' }]],
    [['1 234', '12 500 000'], [{ kind: 'number_format', decimal: '.' }]],
    [["1'234.50", '2.5'], [{ kind: 'number_format', decimal: '.' }]],
    [['12%', '7%'], [{ kind: 'number_format', decimal: '.' }]],
    [['03/04/2026'], []],
  ])('with %j is brought into form by %j', (own, steps) => {
    expect(proposeSteps(typeOf(own))).toEqual(steps)
  })
})

test('the proposed steps bring every value of a column without open questions into a form that the validation reads', () => {
  const number = fc.tuple(fc.integer({ min: -999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }))
  const write = fc.constantFrom<(whole: number, part: number) => string>(
    (whole, part) => `${whole.toLocaleString('de-DE')},${String(part).padStart(2, '0')} €`,
    (whole, part) => `${whole.toLocaleString('en-US')}.${String(part).padStart(2, '0')}`,
    (whole, part) => `CHF ${whole.toLocaleString('de-CH')}.${String(part).padStart(2, '0')}`,
    (whole, part) => (whole < 0 ? `(${-whole}.${part}5)` : `${whole}.${part}5`),
    (whole) => `${whole.toLocaleString('fr-FR')} %`,
  )
  fc.assert(
    fc.property(write, fc.array(number, { minLength: 2, maxLength: 20 }), (text, numbers) => {
      const own = numbers.map(([whole, part]) => text(whole, part))
      const type = typeOf(own)
      fc.pre(type.ambiguous === null)
      expect(type.type).toBe('number')
      const fill = compileRowPlan({ x: { columns: ['x'], steps: proposeSteps(type) } })
      const check = compileRecordChecker([{ id: '1', name: 'x', type: 'number' }])
      expect(own.filter((value) => !check(fill({ x: value })).ok)).toEqual([])
    }),
    { numRuns: 300 },
  )
}, 60_000)

test('the proposed steps bring every date of a column without open questions to the day that was written', () => {
  const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2068-12-31'), noInvalidDate: true })
  const two = (value: number) => String(value).padStart(2, '0')
  const months = [
    'Jan',
    'Feb',
    'March',
    'avril',
    'Mai',
    'junio',
    'Juli',
    'août',
    'September',
    'okt',
    'Nov',
    'Dezember',
  ]
  const write = fc.constantFrom<(year: number, month: number, day: number) => string>(
    (year, month, day) => `${two(day)}.${two(month)}.${year}`,
    (year, month, day) => `${day}/${month}/${year}`,
    (year, month, day) => `${month}/${day}/${year}`,
    (year, month, day) => `${two(month)}-${two(day)}-${year}`,
    (year, month, day) => `${two(day)}/${two(month)}/${String(year).slice(-2)}`,
    (year, month, day) => `${year}.${month}.${day}`,
    (year, month, day) => `${day} ${months[month - 1] ?? ''} ${year}`,
    (year, month, day) => `${months[month - 1] ?? ''} ${day}, ${year}`,
    (year, month, day) => `${two(month)}/${two(day)}/${year} 02:05 PM`,
  )
  fc.assert(
    fc.property(write, fc.array(date, { minLength: 1, maxLength: 20 }), (text, dates) => {
      const own = dates.map((day) => text(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()))
      const type = typeOf(own)
      fc.pre(type.ambiguous === null)
      const fill = compileRowPlan({ x: { columns: ['x'], steps: proposeSteps(type) } })
      const check = compileRecordChecker([{ id: '1', name: 'x', type: 'date' }])
      const read = own.map((value) => check(fill({ x: value })))
      expect(read.map((row) => (row.ok ? JSON.stringify(row.data['x']).slice(1, 11) : row.issues))).toEqual(
        dates.map((day) => day.toISOString().slice(0, 10)),
      )
    }),
    { numRuns: 500 },
  )
}, 60_000)
