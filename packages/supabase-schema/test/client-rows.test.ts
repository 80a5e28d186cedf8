import { KPIClientSchema, RevenueClientSchema, type RevenueClient } from '@headwater/core/contracts'
import { describe, expect, test } from 'vitest'
import { ageText, answerOf } from '../src/functions/dashboards/answer.ts'
import { behindOf, clientOf, revenueTotalsOf } from '../src/functions/dashboards/client-rows.ts'
import type { WorkspaceRow } from '../src/functions/dashboards/workspace-rows.ts'

const figures = (interested: number) => ({
  emailsSent: interested * 100,
  replies: interested * 4,
  interested,
  bounced: 1,
  unsubscribed: 0,
})

function row(leads: number, more: Partial<WorkspaceRow> = {}, asOf = '2026-11-11T00:00:00Z'): WorkspaceRow {
  const data = { month: '2026-11', today: figures(1), last7Days: figures(5), monthToDate: figures(leads) }
  const none = { data: null, as_of: null, failure_code: null, failure_message: null }
  return {
    id: 'w',
    agency_id: 'a',
    vendor_id: '1',
    name: 'Alder',
    stats: { data, as_of: asOf, failure_code: null, failure_message: null },
    senders: none,
    monthly_kpi: 30,
    price_per_lead_minor: 5000,
    monthly_cost_minor: 120_000,
    currency: 'EUR',
    ...more,
  }
}
const NOW = Date.parse('2026-11-11T00:01:00Z')

describe('the KPI row', () => {
  test('projects the month’s leads from the days so far', () => {
    // Ten of thirty days have gone by.
    expect(clientOf('kpi', row(10), NOW)).toMatchObject({
      leadsGenerated: 10,
      projectedReplies: 30,
      currentProgress: 10 / 30,
    })
  })

  test('projects from a day at least, so that the first hours promise nothing absurd', () => {
    const first = row(2, {}, '2026-11-01T01:00:00Z')
    expect(clientOf('kpi', first, Date.parse('2026-11-01T01:01:00Z'))).toMatchObject({ projectedReplies: 60 })
  })

  test('has progress over 100 %, ten times at most, and none without a target', () => {
    expect(clientOf('kpi', row(45), NOW)).toMatchObject({ currentProgress: 1.5 })
    const most = clientOf('kpi', row(5000), NOW)
    expect(most).toMatchObject({ currentProgress: 10 })
    expect(KPIClientSchema.safeParse(most).success).toBe(true)
    expect(clientOf('kpi', row(5, { monthly_kpi: null }), NOW)).toMatchObject({
      monthlyKPI: 0,
      currentProgress: 0,
    })
  })
})

describe('the revenue row', () => {
  test('comes from price and cost alone, and is empty where an admin set none', () => {
    expect(clientOf('revenue', row(10), NOW)).toMatchObject({
      revenueMinor: 50_000,
      marginMinor: -70_000,
      marginRate: -1.4,
    })
    expect(clientOf('revenue', row(10, { monthly_cost_minor: null }), NOW)).toMatchObject({
      revenueMinor: 50_000,
      marginMinor: null,
    })
    expect(clientOf('revenue', row(10, { price_per_lead_minor: null }), NOW)).toMatchObject({
      revenueMinor: null,
      marginMinor: null,
    })
    const none = clientOf('revenue', row(0), NOW)
    expect(none).toMatchObject({ revenueMinor: 0, marginMinor: -120_000, marginRate: null })
    expect(RevenueClientSchema.safeParse(none).success).toBe(true)
  })

  test('is summed by currency; rows without a price or a cost stand in no sum that needs it', () => {
    const client = (
      currency: string | null,
      revenueMinor: number | null,
      marginMinor: number | null,
    ): RevenueClient => ({
      id: 'x',
      name: 'X',
      leadsGenerated: 1,
      currency,
      pricePerLeadMinor: null,
      monthlyCostMinor: null,
      revenueMinor,
      marginMinor,
      marginRate: null,
      asOf: '2026-11-11T00:00:00Z',
    })
    const totals = revenueTotalsOf([
      client('USD', 5, 1),
      client('EUR', 10, -3),
      client('EUR', 7, null),
      client('EUR', null, null),
      client(null, null, null),
    ])
    expect(totals).toEqual([
      { currency: 'EUR', clientCount: 2, revenueMinor: 17, marginMinor: -3 },
      { currency: 'USD', clientCount: 1, revenueMinor: 5, marginMinor: 1 },
    ])
  })
})

describe('what is behind', () => {
  test('is told with the age of what is shown, or none', () => {
    expect(behindOf('kpi', row(1), NOW)).toBeNull()
    expect(behindOf('infrastructure', row(1), NOW)).toMatchObject({ code: 'NOT_READ_YET', asOf: null })
    expect(behindOf('kpi', row(1), Date.parse('2026-12-01T00:00:00Z'))).toMatchObject({
      code: 'NEW_MONTH',
      asOf: null,
    })
    const failed = row(1)
    failed.stats.failure_code = 'VENDOR_TIMEOUT'
    failed.stats.failure_message = 'Too slow.'
    expect(behindOf('kpi', failed, NOW)).toMatchObject({
      code: 'VENDOR_TIMEOUT',
      message: 'Too slow.',
      asOf: '2026-11-11T00:00:00.000Z',
    })
  })

  test('an agency without workspaces has an answer too', () => {
    expect(answerOf('revenue', 'a', [], NOW)).toMatchObject({
      clients: [],
      totals: [],
      coverage: { expected: 0, summary: '0 of 0', oldestAsOf: null },
    })
  })

  test('ages read as people say them', () => {
    expect([-5, 59_999, 60_000, 3_599_000, 3_600_000, 172_799_000, 172_800_000].map(ageText)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '59 min',
      '1 h',
      '47 h',
      '2 days',
    ])
  })
})
