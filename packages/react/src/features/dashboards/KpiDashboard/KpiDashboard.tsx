import { useMemo } from 'react'
import { ChartFigure } from '../charts/ChartFigure.tsx'
import { DashboardFrame, type DashboardProps } from '../frame/DashboardFrame.tsx'
import { sumOf } from '../table/sums.ts'
import { useColumnWords } from '../table/use-column-words.ts'
import { WorkspaceTable } from '../table/WorkspaceTable.tsx'
import { useKpiDashboard } from '../use-dashboard.ts'
import { kpiColumns } from './kpi-columns.tsx'

/**
 * Leads of the month against what is wanted, by workspace. It stands inside a `DashboardProvider`.
 *
 * @example
 * <DashboardProvider dashboards={dashboards}><KpiDashboard /></DashboardProvider>
 */
export function KpiDashboard(props: DashboardProps) {
  const state = useKpiDashboard()
  const words = useColumnWords()
  const { copy, figures } = words
  const { count, compact, share } = figures
  const { clients } = state
  const columns = useMemo(() => kpiColumns(words), [words])
  const chart = useMemo(
    () => ({
      series: [{ key: 'leads', label: copy.leads }],
      rows: clients.map(({ id, name, leadsGenerated, monthlyKPI }) => ({
        id,
        name,
        values: { leads: leadsGenerated },
        marker: monthlyKPI > 0 ? monthlyKPI : null,
      })),
      markerLabel: copy.target,
      format: count,
      compact,
    }),
    [clients, copy, count, compact],
  )
  const aimed = clients.filter(({ monthlyKPI }) => monthlyKPI > 0)
  const target = sumOf(aimed, (client) => client.monthlyKPI)
  const reached = sumOf(aimed, (client) => client.leadsGenerated)
  const projected = sumOf(aimed, (client) => client.projectedReplies)
  return (
    <DashboardFrame
      {...props}
      name="kpi"
      title={copy.kpiTitle}
      state={state}
      figures={[
        {
          label: copy.leadsThisMonth,
          value: count(sumOf(clients, (client) => client.leadsGenerated)),
          note: target > 0 ? copy.ofTarget(count(target)) : copy.noTargets,
        },
        {
          label: copy.targetReached,
          value: target > 0 ? share(reached / target) : copy.none,
          note: target > 0 ? copy.projectedShare(share(projected / target)) : copy.noTargets,
        },
        {
          label: copy.leadsToday,
          value: count(sumOf(clients, (client) => client.leadsToday)),
          note: copy.inLast7Days(count(sumOf(clients, (client) => client.leadsLast7Days))),
        },
        {
          label: copy.emailsThisMonth,
          value: count(sumOf(clients, (client) => client.emailsSent)),
          note: copy.repliesNote(count(sumOf(clients, (client) => client.repliesReceived))),
        },
      ]}
      chart={<ChartFigure title={copy.kpiChart} data={chart} />}
      table={<WorkspaceTable title={copy.kpiTitle} rows={clients} columns={columns} sortedBy="leads" />}
    />
  )
}
