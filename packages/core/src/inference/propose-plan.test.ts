import { expect, test } from 'vitest'
import type { ModelField } from '../contracts/index.ts'
import { compileRowPlan } from '../transforms/index.ts'
import { compileRecordChecker } from '../validation/index.ts'
import { inferTypes, proposePlan } from './index.ts'

const fields: ModelField[] = [
  { id: '1', name: 'email', type: 'email', required: true },
  { id: '2', name: 'joined', type: 'date' },
  { id: '3', name: 'amount', type: 'number' },
  { id: '4', name: 'plan', type: 'select', options: ['Free', 'Active'] },
]
const rows = [
  { 'E-Mail': 'ada@example.com', 'Erstellt am': '31.12.2025', Betrag: '1.234,50 €', Plan: 'gratis' },
  { 'E-Mail': 'alan@example.com', 'Erstellt am': '01.02.2026', Betrag: 'N/A', Plan: 'aktiv' },
  { 'E-Mail': 'grace@example.com', 'Erstellt am': '2.2.2026', Betrag: '7,00 €', Plan: 'FREE' },
]
const columns = Object.keys(rows[0] ?? {})

test('the plan brings a file of another country into the model’s form, row for row', () => {
  const { plan, ask, open, unknownValues } = proposePlan({
    fields,
    columns,
    rows,
    types: inferTypes({ columns, rows }),
  })
  expect({ ask, open, unknownValues }).toEqual({ ask: [], open: [], unknownValues: {} })
  const fill = compileRowPlan(plan)
  const check = compileRecordChecker(fields)
  expect(rows.map((row) => check(fill(row)))).toEqual([
    { ok: true, data: { email: 'ada@example.com', joined: '2025-12-31', amount: 1234.5, plan: 'Free' } },
    { ok: true, data: { email: 'alan@example.com', joined: '2026-02-01', plan: 'Active' } },
    { ok: true, data: { email: 'grace@example.com', joined: '2026-02-02', amount: 7, plan: 'Free' } },
  ])
})

test('a notation that the values leave open is not chosen but named, and so is a value without an option', () => {
  const own = [
    { Date: '01/02/2026', Plan: 'gold' },
    { Date: '03/04/2026', Plan: 'free' },
  ]
  const { plan, open, unknownValues } = proposePlan({
    fields: [
      { id: '1', name: 'date', type: 'date' },
      { id: '2', name: 'plan', type: 'select', options: ['Free'] },
    ],
    columns: ['Date', 'Plan'],
    rows: own,
    types: inferTypes({ columns: ['Date', 'Plan'], rows: own }),
  })
  expect(unknownValues).toEqual({ plan: ['gold'] })
  expect(open.map(({ options }) => options)).toEqual([['DD/MM/YYYY', 'MM/DD/YYYY']])
  expect(plan['date']?.steps).toEqual([])
})
