import { expect, test } from 'vitest'
import { readTargets, typedAmount } from './amounts.ts'

const empty = { monthlyKpi: '', pricePerLead: '', monthlyCost: '', currency: '' }

test('amounts are read with a point or a comma, into the currency’s minor units', () => {
  expect(
    readTargets({ monthlyKpi: ' 40 ', pricePerLead: '125,50', monthlyCost: '1900', currency: 'eur' }),
  ).toEqual({
    state: 'ready',
    targets: { monthly_kpi: 40, price_per_lead_minor: 12_550, monthly_cost_minor: 190_000, currency: 'EUR' },
  })
  expect(readTargets({ ...empty, pricePerLead: '5000', currency: 'JPY' })).toMatchObject({
    targets: { price_per_lead_minor: 5000 },
  })
  // 1.15 * 100 is not 115 in floating point.
  expect(readTargets({ ...empty, pricePerLead: '1.15', currency: 'EUR' })).toMatchObject({
    targets: { price_per_lead_minor: 115 },
  })
})

test('nothing typed is nothing set', () => {
  expect(readTargets(empty)).toEqual({
    state: 'ready',
    targets: { monthly_kpi: null, price_per_lead_minor: null, monthly_cost_minor: null, currency: null },
  })
})

test.each([
  [{ monthlyKpi: '12.5' }, { monthlyKpi: 'whole' }],
  [{ monthlyKpi: '-1' }, { monthlyKpi: 'whole' }],
  [{ pricePerLead: '4o', currency: 'EUR' }, { pricePerLead: 'amount' }],
  [{ monthlyCost: '-3', currency: 'EUR' }, { monthlyCost: 'amount' }],
  [{ pricePerLead: '1.234', currency: 'EUR' }, { pricePerLead: 'amount' }],
  [{ pricePerLead: '1.5', currency: 'JPY' }, { pricePerLead: 'amount' }],
  [{ pricePerLead: '10' }, { currency: 'currency' }],
  [{ currency: 'EU' }, { currency: 'currency' }],
])('%o is faulty where it is', (typed, faults) => {
  expect(readTargets({ ...empty, ...typed })).toEqual({ state: 'faulty', faults })
})

test('what is known is typed as it would be read', () => {
  expect(typedAmount(12_550, 'EUR')).toBe('125.50')
  expect(typedAmount(5000, 'JPY')).toBe('5000')
  expect(typedAmount(null, 'EUR')).toBe('')
})
