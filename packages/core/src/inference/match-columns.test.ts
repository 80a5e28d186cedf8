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
