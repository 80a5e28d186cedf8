import type {
  DashboardName,
  EmailAccount,
  InfrastructureClient,
  KPIClient,
  RevenueClient,
  VolumeClient,
} from '../contracts/index.ts'

const workspaceNames = [
  'Alder Analytics',
  'Birch Capital',
  'Cedar Dental',
  'Dahlia Freight',
  'Elm Health',
  'Fern Legal',
]

/** The id of the workspace at a place in the list. */
export const rowId = (index: number): string =>
  `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`
/** Its name. */
export const rowName = (index: number): string =>
  `${workspaceNames[index % workspaceNames.length]}${index < workspaceNames.length ? '' : ` ${Math.floor(index / workspaceNames.length) + 1}`}`

/** A client's row of each dashboard, the same for the same place in the list. */
export function rowOf(
  dashboard: DashboardName,
  index: number,
  asOf: string,
): KPIClient | VolumeClient | RevenueClient | InfrastructureClient {
  const head = { id: rowId(index), name: rowName(index), asOf }
  const leads = 12 + ((index * 37) % 90)
  const sent = 4000 + ((index * 1543) % 9000)
  const capacity = 800 + ((index * 211) % 900)
  const target = index % 5 === 4 ? 0 : 60
  switch (dashboard) {
    case 'kpi':
      return {
        ...head,
        leadsGenerated: leads,
        projectedReplies: Math.round(leads * 1.4),
        monthlyKPI: target,
        currentProgress: target === 0 ? 0 : leads / target,
        leadsToday: leads % 7,
        leadsLast7Days: Math.round(leads / 3),
        repliesReceived: leads * 6,
        emailsSent: sent,
      }
    case 'volume':
      return {
        ...head,
        emailsSentToday: Math.round(capacity * 0.7),
        emailsSentLast7Days: capacity * 4,
        emailsSentThisMonth: sent,
        dailyCapacity: capacity,
        utilization: 0.7,
        repliesThisMonth: leads * 6,
        bouncedThisMonth: Math.round(sent * 0.015),
        unsubscribedThisMonth: Math.round(sent * 0.002),
        bounceRate: 0.015,
        replyRate: (leads * 6) / sent,
      }
    case 'revenue': {
      const isPriced = index % 5 !== 3
      const price = isPriced ? 4500 : null
      const cost = isPriced ? 150_000 + index * 20_000 : null
      const revenue = price === null ? null : leads * price
      const margin = revenue === null || cost === null ? null : revenue - cost
      return {
        ...head,
        leadsGenerated: leads,
        currency: isPriced ? (index % 2 === 0 ? 'EUR' : 'USD') : null,
        pricePerLeadMinor: price,
        monthlyCostMinor: cost,
        revenueMinor: revenue,
        marginMinor: margin,
        marginRate: margin === null || revenue === null ? null : margin / revenue,
      }
    }
    case 'infrastructure':
      return {
        ...head,
        accountCount: 150,
        connectedCount: 134 - (index % 9),
        warmupCount: 88,
        dailyCapacity: capacity,
        emailsSent: sent * 4,
        bounced: Math.round(sent * 0.06),
        replied: leads * 20,
        bounceRate: 0.015,
        replyRate: (leads * 20) / (sent * 4),
        accountsByType: { google_workspace_oauth: 80, microsoft_oauth: 50, custom: 20 },
      }
  }
}

const ACCOUNTS_EACH = 25

/** A workspace's sender accounts. */
export function accountsOf(index: number): EmailAccount[] {
  return Array.from({ length: ACCOUNTS_EACH }, (_, place) => {
    const sent = 400 + ((index * 311 + place * 97) % 3000)
    const isConnected = (index + place) % 9 !== 0
    return {
      id: `${rowId(index)}:${place}`,
      workspaceId: rowId(index),
      workspaceName: rowName(index),
      email: `sender${place + 1}@mail${index + 1}.example`,
      name: `Sender ${place + 1}`,
      type: ['google_workspace_oauth', 'microsoft_oauth', 'custom'][place % 3] ?? null,
      status: isConnected ? 'Connected' : 'Not connected',
      isConnected,
      warmupEnabled: place % 2 === 0,
      dailyLimit: 10 + (place % 4) * 5,
      emailsSent: sent,
      bounced: Math.round(sent * 0.01),
      replied: Math.round(sent * 0.03),
      interested: Math.round(sent * 0.004),
      tags: place % 4 === 0 ? ['Batch A'] : [],
    }
  })
}
