import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDataModelSchema } from '../contracts/index.ts'
import { nameColumns } from '../csv/index.ts'
import { compileRecordChecker } from '../validation/index.ts'
import { proposeModel } from './index.ts'

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
      fc.array(fc.string(), { minLength: 1, maxLength: 12 }),
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
