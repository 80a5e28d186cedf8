import { expect, test } from 'vitest'
import { KPIClientSchema } from '../../contracts/index.ts'
import {
  validateInfrastructureClients,
  validateKPIClients,
  validateRevenueClients,
  validateVolumeClients,
} from './index.ts'

const kpi = {
  id: '1',
  name: 'Alder',
  leadsGenerated: 5,
  projectedReplies: 9,
  monthlyKPI: 10,
  currentProgress: 0.5,
  leadsToday: 1,
  leadsLast7Days: 3,
  repliesReceived: 20,
  emailsSent: 900,
  asOf: '2026-11-21T10:00:00.000Z',
}
const revenue = {
  id: '1',
  name: 'Alder',
  leadsGenerated: 5,
  currency: 'EUR',
  pricePerLeadMinor: 5000,
  monthlyCostMinor: 10_000,
  revenueMinor: 25_000,
  marginMinor: 15_000,
  marginRate: 0.6,
  asOf: kpi.asOf,
}

test('numbers that came as text become numbers; anything else that is no number is a fault with its path', () => {
  expect(validateKPIClients([{ ...kpi, leadsGenerated: '5', currentProgress: '0.5' }])).toEqual({
    success: true,
    data: [kpi],
    errors: [],
    warnings: [],
  })
  for (const bad of ['', ' ', 'five', '1e3', '0x10', null, undefined, Number.NaN, -1, 1.5])
    expect(validateKPIClients([{ ...kpi, leadsGenerated: bad }])).toMatchObject({
      success: false,
      data: [],
      errors: [{ index: 0, path: 'leadsGenerated' }],
    })
})

test('progress may pass 100 %, up to ten times', () => {
  expect(KPIClientSchema.safeParse({ ...kpi, currentProgress: 10 }).success).toBe(true)
  expect(KPIClientSchema.safeParse({ ...kpi, currentProgress: 10.1 }).success).toBe(false)
})

test('right rows are kept beside wrong ones', () => {
  const checked = validateKPIClients([kpi, { ...kpi, id: '' }, 7])
  expect(checked.data).toEqual([kpi])
  expect(checked.errors.map(({ index }) => index)).toEqual([1, 2])
  expect(validateKPIClients('no list').success).toBe(false)
})

test.each([
  ['no KPI target', validateKPIClients([{ ...kpi, monthlyKPI: 0 }]), 'Alder has no KPI target set.'],
  ['over 1,000 leads', validateKPIClients([{ ...kpi, leadsGenerated: 1001 }]), 'unusually many'],
  ['no emails in spite of a target', validateKPIClients([{ ...kpi, emailsSent: 0 }]), 'sent no emails'],
  [
    'a negative margin',
    validateRevenueClients([{ ...revenue, marginMinor: -1 }]),
    'Alder has a negative margin.',
  ],
  ['no price', validateRevenueClients([{ ...revenue, pricePerLeadMinor: null }]), 'no price per lead'],
])('%s is a warning, not a fault', (_what, { success, warnings }, text) => {
  expect(success).toBe(true)
  expect(warnings).toEqual([expect.stringContaining(text)])
})

test('1,000 leads, a margin of zero and a fine client are no warning', () => {
  expect(validateKPIClients([{ ...kpi, leadsGenerated: 1000 }]).warnings).toEqual([])
  expect(validateRevenueClients([{ ...revenue, marginMinor: 0 }]).warnings).toEqual([])
})

test('volume and infrastructure have their warnings too', () => {
  const volume = {
    id: '1',
    name: 'Alder',
    emailsSentToday: 0,
    emailsSentLast7Days: 0,
    emailsSentThisMonth: 0,
    dailyCapacity: 500,
    utilization: 0,
    repliesThisMonth: 0,
    bouncedThisMonth: 0,
    unsubscribedThisMonth: 0,
    bounceRate: null,
    replyRate: null,
    asOf: kpi.asOf,
  }
  expect(validateVolumeClients([volume]).warnings).toEqual([expect.stringContaining('500 emails a day')])
  const infrastructure = {
    id: '1',
    name: 'Alder',
    accountCount: 5,
    connectedCount: 0,
    warmupCount: 0,
    dailyCapacity: 0,
    emailsSent: 0,
    bounced: 0,
    replied: 0,
    bounceRate: null,
    replyRate: null,
    accountsByType: {},
    asOf: kpi.asOf,
  }
  expect(validateInfrastructureClients([infrastructure]).warnings).toEqual([
    expect.stringContaining('no connected'),
  ])
})
