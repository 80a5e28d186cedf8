import type { Coverage, DashboardName, RevenueClient } from '@headwater/core/contracts'
import { behindOf, clientOf, revenueTotalsOf } from './client-rows.ts'
import type { WorkspaceRow } from './workspace-rows.ts'

/** An age as people say it: `45 s`, `14 min`, `3 h`, `5 days`. */
export function ageText(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} days`
}

function coverageOf(dashboard: DashboardName, rows: readonly WorkspaceRow[], now: number): Coverage {
  const behind = rows.flatMap((row) => behindOf(dashboard, row, now) ?? [])
  const ages = rows.flatMap((row) => clientOf(dashboard, row, now)?.asOf ?? [])
  const oldest = ages.length === 0 ? null : ages.reduce((one, other) => (one < other ? one : other))
  const current = rows.length - behind.length
  const age = oldest === null ? '' : `, oldest ${ageText(now - Date.parse(oldest))}`
  return {
    expected: rows.length,
    current,
    summary: `${current} of ${rows.length}${age}`,
    oldestAsOf: oldest,
    behind,
  }
}

/** Makes a dashboard's answer of its workspaces' rows. */
export function answerOf(
  dashboard: DashboardName,
  agencyId: string,
  rows: readonly WorkspaceRow[],
  now: number,
): Record<string, unknown> {
  const clients = rows.flatMap((row) => clientOf(dashboard, row, now) ?? [])
  const serverTime = new Date(now).toISOString()
  const totals =
    dashboard === 'revenue'
      ? {
          totals: revenueTotalsOf(
            clients.filter((client): client is RevenueClient => 'marginMinor' in client),
          ),
        }
      : {}
  return {
    dashboard,
    agencyId,
    serverTime,
    month: serverTime.slice(0, 7),
    coverage: coverageOf(dashboard, rows, now),
    clients,
    ...totals,
  }
}
