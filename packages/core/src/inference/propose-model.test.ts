import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDataModelSchema, type FieldType, type Json } from '../contracts/index.ts'
import { nameColumns } from '../csv/index.ts'
import { compileRecordChecker } from '../validation/index.ts'
import { proposeFields, proposeModel } from './index.ts'

const rows = Array.from({ length: 60 }, (_, index) => ({
  Name: `Person ${index}`,
  'E-Mail': `person${index}@example.com`,
  Phone: `+1201555${String(1000 + index)}`,
  Spent: `${index}.50`,
  Since: '2026-01-31',
  Member: index % 2 === 0 ? 'yes' : 'no',
  Site: `https://example.com/${index}`,
  Plan: ['Free', 'Team', 'Business'][index % 3] ?? '',
  Zip: `0${1000 + index}`,
}))
const columns = Object.keys(rows[0] ?? {})

test('a file’s columns become fields of the types that their values have', () => {
  const { model, mapping } = proposeModel({ fileName: 'my_customers-2026.csv', columns, rows })
  expect(model.name).toBe('My customers 2026')
  expect(Object.fromEntries(model.fields.map(({ name, type }) => [name, type]))).toEqual({
    Name: 'text',
    'E-Mail': 'email',
    Phone: 'phone',
    Spent: 'number',
    Since: 'date',
    Member: 'boolean',
    Site: 'url',
    Plan: 'select',
    Zip: 'text',
  })
  expect(model.fields.find(({ name }) => name === 'Plan')?.options).toEqual(['Free', 'Team', 'Business'])
  expect(mapping).toMatchObject({ Name: 'Name', Zip: 'Zip' })
})

test('the proposed model takes the rows that it was made from', () => {
  const { model, mapping } = proposeModel({ fileName: 'a.csv', columns, rows })
  const check = compileRecordChecker(model.fields, { mapping })
  expect(rows.filter((row) => !check(row).ok)).toEqual([])
})

test('a few wrong values don’t change a column’s type', () => {
  const spent = rows.map((row, index) => (index % 20 === 0 ? { ...row, Spent: 'n/a' } : row))
  const { model } = proposeModel({ fileName: 'a.csv', columns, rows: spent })
  expect(model.fields.find(({ name }) => name === 'Spent')?.type).toBe('number')
})

test('whatever the headers and values, the proposal is a valid model with a field for each column', () => {
  const cell = fc.oneof(fc.string(), fc.integer().map(String), fc.constant(''), fc.json())
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 20 }),
      (headers, cells) => {
        const names = nameColumns(headers)
        const proposal = proposeModel({
          fileName: headers[0] ?? '',
          columns: names,
          rows: cells.map((line) =>
            Object.fromEntries(names.map((name, index) => [name, line[index] ?? ''])),
          ),
        })
        expect(createDataModelSchema.safeParse(proposal.model).error).toBeUndefined()
        expect(proposal.model.fields.map(({ name }) => proposal.mapping[name])).toEqual(names)
      },
    ),
  )
})

test('a column is required once enough rows fill it, and never unique', () => {
  const filled = columns.slice(0, 2)
  const gap = rows.map((row, index) => (index === 7 ? { ...row, Name: ' ' } : row))
  const options = { columns: filled, rows: gap }
  expect(proposeFields(options).map(({ required }) => required)).toEqual([undefined, undefined])
  const fields = proposeFields({ ...options, requiredFromRows: 60 })
  expect(fields.map(({ required }) => required)).toEqual([undefined, true])
  expect(fields.some(({ unique }) => unique === true)).toBe(false)
})

test('a file without columns becomes a model with one field, since a model can’t have none', () => {
  const { model, mapping } = proposeModel({ fileName: '', columns: [], rows: [] })
  expect(createDataModelSchema.safeParse(model).success).toBe(true)
  expect(mapping).toEqual({})
})

test('names hold nothing that a database refuses', () => {
  const { model } = proposeModel({
    fileName: 'a\0b\ud800.csv',
    columns: ['x\0y\udc00', `${'a'.repeat(54)}😀`, '__proto__'],
    rows: [],
  })
  const names = [model.name, ...model.fields.map(({ name }) => name)]
  expect(names).toEqual(['A b', 'x y', 'a'.repeat(54), 'Field'])
})

const valuesOf: Readonly<Record<FieldType, fc.Arbitrary<Json>>> = {
  text: fc
    .tuple(fc.constantFrom('Lane', 'Rue', 'Weg'), fc.nat())
    .map(([street, number]) => `${street} ${number}`),
  number: fc.oneof(
    fc.integer({ min: 2, max: 1e9 }).map(String),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  ),
  date: fc
    .date({ min: new Date('1950-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  email: fc
    .tuple(fc.stringMatching(/^[a-z]{1,12}$/), fc.stringMatching(/^[a-z]{1,12}$/))
    .map(([name, host]) => `${name}@${host}.com`),
  phone: fc.integer({ min: 1000, max: 9999 }).map((digits) => `+1 201 555 ${digits}`),
  boolean: fc.constantFrom('yes', 'no', 'Yes', true, false),
  url: fc.webUrl({ validSchemes: ['https'] }),
  select: fc.constantFrom('Free', 'Team', 'Business'),
}

test('a file whose rows were made from a model gets the model’s types back', () => {
  const types: FieldType[] = ['text', 'number', 'date', 'email', 'phone', 'boolean', 'url', 'select']
  const row = fc.record(Object.fromEntries(types.map((type) => [type, valuesOf[type]])))
  const blanks = fc.array(fc.tuple(fc.nat(99), fc.constantFrom(...types)), { maxLength: 60 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 100, maxLength: 100 }), blanks, (filled, gaps) => {
      const cells = filled.map((values, index) => {
        const blank = new Set(gaps.filter(([at]) => at === index).map(([, type]) => type))
        return Object.fromEntries(
          types.map((type): [string, Json] => [`col ${type}`, blank.has(type) ? '' : (values[type] ?? '')]),
        )
      })
      const proposed = proposeFields({ columns: types.map((type) => `col ${type}`), rows: cells })
      expect(proposed.map(({ type }) => type)).toEqual(types)
    }),
    { numRuns: 30 },
  )
}, 60_000)
