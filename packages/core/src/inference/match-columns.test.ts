import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldTypes, jsonSchema, type Json, type ModelField } from '../contracts/index.ts'
import { proposeMapping, SURE_CONFIDENCE } from './index.ts'

const fields: ModelField[] = [
  { id: '1', name: 'email', type: 'email', required: true },
  { id: '2', name: 'firstName', type: 'text' },
  { id: '3', name: 'amount', type: 'number' },
]

test('columns are matched by their names, whatever their case, accents and joints', () => {
  const { mapping, ask } = proposeMapping({ fields, columns: ['E-Mail', 'first_name', 'AMOUNT', 'Notes'] })
  expect(mapping).toEqual({ email: 'E-Mail', firstName: 'first_name', amount: 'AMOUNT' })
  expect(ask).toEqual([])
})

test('a required field without a sure column is asked, never guessed', () => {
  const { mapping, ask, matches } = proposeMapping({ fields, columns: ['work email of spouse'] })
  expect(mapping).toEqual({})
  expect(ask).toEqual(['email'])
  expect(matches[0]?.confidence).toBeLessThan(0.8)
})

test('each field is filled by one column', () => {
  expect(proposeMapping({ fields, columns: ['email', 'E-Mail'] }).mapping).toEqual({ email: 'email' })
})

const emails = ['ada@example.com', 'alan@example.com', 'grace@example.com'].map((value) => ({
  contact: value,
  'Work email': value,
  Email: value.slice(0, 3),
}))

test('values make a column sure whose name says it in part', () => {
  const { mapping } = proposeMapping({ fields, columns: ['Work email'], rows: emails })
  expect(mapping).toEqual({ email: 'Work email' })
})

test('values alone offer a column for a required field, and ask', () => {
  const { matches, ask } = proposeMapping({ fields, columns: ['contact'], rows: emails })
  expect(matches[0]).toMatchObject({ column: 'contact', field: 'email' })
  expect(ask).toEqual(['email'])
})

test('a column with the right name and the wrong values is asked', () => {
  const { mapping, ask } = proposeMapping({ fields, columns: ['Email'], rows: emails })
  expect(mapping).toEqual({})
  expect(ask).toEqual(['email'])
})

test('two columns that fit a required field equally well are asked', () => {
  const phone: ModelField[] = [{ id: '1', name: 'phone', type: 'phone', required: true }]
  expect(proposeMapping({ fields: phone, columns: ['Mobile', 'Tel'] }).ask).toEqual(['phone'])
  expect(proposeMapping({ fields: phone, columns: ['Mobile', 'Notes'] }).mapping).toEqual({ phone: 'Mobile' })
})

const plan: ModelField = { id: '1', name: 'plan', type: 'select', options: ['Free', 'Team'], required: true }

function columnOf(column: string, values: readonly string[]) {
  return { columns: [column], rows: values.map((value) => ({ [column]: value })) }
}

test.each<[string, ModelField, readonly string[]]>([
  ['a select’s options', plan, ['Free', 'team', 'Free']],
  ['dates', { ...plan, type: 'date' }, ['2026-01-31', '2026-02-28', '2025-12-01']],
  ['yes and no', { ...plan, type: 'boolean' }, ['yes', 'no', 'yes']],
  ['web addresses', { ...plan, type: 'url' }, ['https://a.example', 'https://b.example', 'http://c.example']],
])('%s offer a column with another name, and are asked', (_what, field, values) => {
  const { matches, ask, mapping } = proposeMapping({ fields: [field], ...columnOf('q7', values) })
  expect(matches[0]).toMatchObject({ field: 'plan', reason: 'values' })
  expect(ask).toEqual(['plan'])
  expect(mapping).toEqual({})
})

test('values raise a partly right name, which stays unsure for types that many columns have', () => {
  const field: ModelField = { id: '1', name: 'order date', type: 'date' }
  const dates = columnOf('date', ['2026-01-31', '2026-02-28', '2026-03-31'])
  const [byName] = proposeMapping({ fields: [field], columns: ['date'] }).matches
  const [byValues] = proposeMapping({ fields: [field], ...dates }).matches
  expect(byValues?.confidence).toBeGreaterThan(byName?.confidence ?? 1)
  expect(byValues?.confidence).toBeLessThan(SURE_CONFIDENCE)
})

test('a field named as an object’s own method is asked like any other', () => {
  const field: ModelField = { id: '1', name: 'toString', type: 'text', required: true }
  expect(proposeMapping({ fields: [field], columns: ['a'] }).ask).toEqual(['toString'])
})

const anyField = fc.record({
  id: fc.string({ minLength: 1 }),
  name: fc.oneof(fc.constantFrom('email', 'Phone', 'order date', 'toString'), fc.string({ minLength: 1 })),
  type: fc.constantFrom(...fieldTypes),
  required: fc.boolean(),
  options: fc.constant<string[]>(['a', 'b']),
})

test('whatever the fields, columns and rows, only sure pairs are mapped, each column once, and required ones mapped or asked', () => {
  const cell: fc.Arbitrary<Json> = fc.json().map((text) => jsonSchema.parse(JSON.parse(text)))
  const column = fc.oneof(fc.constantFrom('E-Mail', 'phone', 'date', '__proto__'), fc.string())
  fc.assert(
    fc.property(
      fc.uniqueArray(anyField, { selector: ({ name }) => name.toLowerCase(), maxLength: 6 }),
      fc.uniqueArray(column, { maxLength: 6 }),
      fc.array(fc.dictionary(column, cell), { maxLength: 8 }),
      (fields, columns, rows) => {
        const { mapping, matches, ask } = proposeMapping({ fields, columns, rows })
        expect(matches.map((match) => match.column)).toEqual(columns)
        const sure = matches.filter(({ confidence }) => confidence >= SURE_CONFIDENCE)
        expect(new Map(Object.entries(mapping))).toEqual(
          new Map(sure.map((match) => [match.field ?? '', match.column])),
        )
        const required = fields.filter((field) => field.required).map(({ name }) => name)
        expect(ask).toEqual(required.filter((name) => !Object.hasOwn(mapping, name)))
      },
    ),
  )
})
