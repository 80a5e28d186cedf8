import type { InfrastructureClient } from '@headwater/core/dashboards'
import { useMemo } from 'react'
import { Tabs } from '../../../ui/index.ts'
import { ChartFigure } from '../charts/ChartFigure.tsx'
import { DashboardFrame, type DashboardProps } from '../frame/DashboardFrame.tsx'
import {
  asOfColumn,
  countColumn,
  meterColumn,
  nameColumn,
  shareColumn,
  type ColumnWords,
} from '../table/common-columns.tsx'
import type { FigureColumn } from '../table/figure-column.ts'
import { sumOf } from '../table/sums.ts'
import { useColumnWords } from '../table/use-column-words.ts'
import { WorkspaceTable } from '../table/WorkspaceTable.tsx'
import { useInfrastructureDashboard } from '../use-dashboard.ts'
import { AccountsTable } from './AccountsTable.tsx'

function infrastructureColumns(words: ColumnWords): FigureColumn<InfrastructureClient>[] {
  const { copy } = words
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
  return [
    nameColumn(words),
    {
      ...countColumn<InfrastructureClient>(words, 'accounts', copy.accountCount, (row) => row.accountCount),
      isKey: true,
    },
    {
      ...meterColumn<InfrastructureClient>(words, 'connected', copy.connected, (row) =>
        share(row.connectedCount, row.accountCount),
      ),
      isKey: true,
    },
    countColumn(words, 'notConnected', copy.notConnected, (row) => row.accountCount - row.connectedCount),
    countColumn(words, 'warmup', copy.warmup, (row) => row.warmupCount),
    countColumn(words, 'capacity', copy.capacity, (row) => row.dailyCapacity),
    countColumn(words, 'sent', copy.sent, (row) => row.emailsSent),
    shareColumn(words, 'bounceRate', copy.bouncedShare, (row) => row.bounceRate),
    shareColumn(words, 'replyRate', copy.repliedShare, (row) => row.replyRate),
    asOfColumn(words),
  ]
}

/** Sender accounts, connected and not, by workspace and each of them. It stands inside a `DashboardProvider`. */
export function InfrastructureDashboard(props: DashboardProps) {
  const state = useInfrastructureDashboard()
  const words = useColumnWords()
  const { copy, figures } = words
  const { count, compact, share } = figures
  const { clients } = state
  const columns = useMemo(() => infrastructureColumns(words), [words])
  const chart = useMemo(
    () => ({
      series: [
        { key: 'connected', label: copy.connected },
        { key: 'rest', label: copy.notConnected, look: 'hatched' as const },
      ],
      rows: clients.map(({ id, name, accountCount, connectedCount }) => ({
        id,
        name,
        values: { connected: connectedCount, rest: accountCount - connectedCount },
      })),
      format: count,
      compact,
    }),
    [clients, copy, count, compact],
  )
  const accounts = sumOf(clients, (row) => row.accountCount)
  const connected = sumOf(clients, (row) => row.connectedCount)
  const sent = sumOf(clients, (row) => row.emailsSent)
  const rate = (part: number): string => (sent > 0 ? share(part / sent) : copy.none)
  return (
    <DashboardFrame
      {...props}
      name="infrastructure"
      title={copy.infrastructureTitle}
      state={state}
      figures={[
        { label: copy.accounts, value: count(accounts), note: copy.accountsNote(count(clients.length)) },
        {
          label: copy.connected,
          value: count(connected),
          note: accounts > 0 ? copy.connectedNote(share(connected / accounts)) : copy.none,
        },
        {
          label: copy.dailyCapacity,
          value: count(sumOf(clients, (row) => row.dailyCapacity)),
          note: copy.emailsADay,
        },
        {
          label: copy.bounceRate,
          value: rate(sumOf(clients, (row) => row.bounced)),
          note: copy.replyRateNote(rate(sumOf(clients, (row) => row.replied))),
        },
      ]}
      chart={<ChartFigure title={copy.infrastructureChart} data={chart} />}
      table={
        <Tabs
          label={copy.infrastructureTitle}
          tabs={[
            {
              value: 'workspaces',
              label: copy.byWorkspace,
              content: (
                <WorkspaceTable
                  title={copy.infrastructureTitle}
                  rows={clients}
                  columns={columns}
                  sortedBy="accounts"
                />
              ),
            },
            { value: 'accounts', label: copy.accounts, content: <AccountsTable /> },
          ]}
        />
      }
    />
  )
}
