import type {
  DashboardName,
  InfrastructureClient,
  KPIClient,
  RevenueClient,
  RevenueTotal,
  VolumeClient,
  WorkspaceBehind,
} from '@headwater/core/contracts'
import type { Source, WorkspaceRow } from './workspace-rows.ts'

/** What each dashboard's figures are read from. */
export const sourceOf: Readonly<Record<DashboardName, Source>> = {
  kpi: 'stats',
  volume: 'stats',
  revenue: 'stats',
  infrastructure: 'senders',
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** The figures of the month in which `now` is, with their age; null where there are none. */
function currentStats(row: WorkspaceRow, now: number) {
  const { data, as_of: asOf } = row.stats
  if (data === null || asOf === null || data.month !== new Date(now).toISOString().slice(0, 7)) return null
  return { ...data, asOf: new Date(asOf).toISOString() }
}

function kpiClient(row: WorkspaceRow, now: number): KPIClient | null {
  const stats = currentStats(row, now)
  if (!stats) return null
  const leads = stats.monthToDate.interested
  const target = row.monthly_kpi ?? 0
  const start = Date.parse(`${stats.month}-01T00:00:00Z`)
  const at = new Date(start)
  const end = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)
  // Within the first hours a pace means nothing: a day is the least that is projected from.
  const elapsed = Math.max(Date.parse(stats.asOf) - start, 86_400_000)
  return {
    id: row.id,
    name: row.name,
    leadsGenerated: leads,
    projectedReplies: Math.round((leads * (end - start)) / elapsed),
    monthlyKPI: target,
    currentProgress: target > 0 ? Math.min(leads / target, 10) : 0,
    leadsToday: stats.today.interested,
    leadsLast7Days: stats.last7Days.interested,
    repliesReceived: stats.monthToDate.replies,
    emailsSent: stats.monthToDate.emailsSent,
    asOf: stats.asOf,
  }
}

function volumeClient(row: WorkspaceRow, now: number): VolumeClient | null {
  const stats = currentStats(row, now)
  if (!stats) return null
  const { emailsSent, replies, bounced, unsubscribed } = stats.monthToDate
  const dailyCapacity = row.senders.data?.dailyCapacity ?? null
  return {
    id: row.id,
    name: row.name,
    emailsSentToday: stats.today.emailsSent,
    emailsSentLast7Days: stats.last7Days.emailsSent,
    emailsSentThisMonth: emailsSent,
    dailyCapacity,
    utilization: share(stats.today.emailsSent, dailyCapacity ?? 0),
    repliesThisMonth: replies,
    bouncedThisMonth: bounced,
    unsubscribedThisMonth: unsubscribed,
    bounceRate: share(bounced, emailsSent),
    replyRate: share(replies, emailsSent),
    asOf: stats.asOf,
  }
}

function revenueClient(row: WorkspaceRow, now: number): RevenueClient | null {
  const stats = currentStats(row, now)
  if (!stats) return null
  const leads = stats.monthToDate.interested
  const revenue = row.price_per_lead_minor === null ? null : leads * row.price_per_lead_minor
  const margin = revenue === null || row.monthly_cost_minor === null ? null : revenue - row.monthly_cost_minor
  return {
    id: row.id,
    name: row.name,
    leadsGenerated: leads,
    currency: row.currency,
    pricePerLeadMinor: row.price_per_lead_minor,
    monthlyCostMinor: row.monthly_cost_minor,
    revenueMinor: revenue,
    marginMinor: margin,
    marginRate: margin === null || revenue === null || revenue === 0 ? null : margin / revenue,
    asOf: stats.asOf,
  }
}

function infrastructureClient(row: WorkspaceRow): InfrastructureClient | null {
  const { data, as_of: asOf } = row.senders
  if (data === null || asOf === null) return null
  return {
    id: row.id,
    name: row.name,
    ...data,
    bounceRate: share(data.bounced, data.emailsSent),
    replyRate: share(data.replied, data.emailsSent),
    asOf: new Date(asOf).toISOString(),
  }
}

/** A workspace's row of a dashboard, or null while there are no figures for it. */
export function clientOf(dashboard: DashboardName, row: WorkspaceRow, now: number) {
  switch (dashboard) {
    case 'kpi':
      return kpiClient(row, now)
    case 'volume':
      return volumeClient(row, now)
    case 'revenue':
      return revenueClient(row, now)
    case 'infrastructure':
      return infrastructureClient(row)
  }
}

/** Why a workspace's figures are not the newest, or null when they are. */
export function behindOf(dashboard: DashboardName, row: WorkspaceRow, now: number): WorkspaceBehind | null {
  const { failure_code: code, failure_message: message } = row[sourceOf[dashboard]]
  const asOf = clientOf(dashboard, row, now)?.asOf ?? null
  const facts = { id: row.id, name: row.name, asOf }
  if (code !== null) return { ...facts, code, message: message ?? '' }
  if (asOf !== null) return null
  return row[sourceOf[dashboard]].data === null
    ? { ...facts, code: 'NOT_READ_YET', message: 'Its figures have not been read yet.' }
    : { ...facts, code: 'NEW_MONTH', message: 'This month’s figures have not been read yet.' }
}

/** The sums of each currency. What has no price is in none of them. */
export function revenueTotalsOf(clients: readonly RevenueClient[]): RevenueTotal[] {
  const totals = new Map<string, RevenueTotal>()
  for (const { currency, revenueMinor, marginMinor } of clients) {
    if (currency === null || revenueMinor === null) continue
    const total = totals.get(currency) ?? { currency, clientCount: 0, revenueMinor: 0, marginMinor: null }
    total.clientCount++
    total.revenueMinor += revenueMinor
    if (marginMinor !== null) total.marginMinor = (total.marginMinor ?? 0) + marginMinor
    totals.set(currency, total)
  }
  return [...totals.values()].toSorted((left, right) => (left.currency < right.currency ? -1 : 1))
}
