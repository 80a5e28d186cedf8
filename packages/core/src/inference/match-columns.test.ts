import { expect, test } from 'vitest'
import type { ModelField } from '../contracts/index.ts'
import { proposeMapping } from './index.ts'

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
