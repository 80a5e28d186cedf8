import type { VolumeClient } from '@headwater/core/dashboards'
import { useMemo } from 'react'
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
import { useVolumeDashboard } from '../use-dashboard.ts'

function volumeColumns(words: ColumnWords): FigureColumn<VolumeClient>[] {
  const { copy } = words
  return [
    nameColumn(words),
    {
      ...countColumn<VolumeClient>(words, 'today', copy.today, (row) => row.emailsSentToday),
      isKey: true,
    },
    countColumn(words, 'capacity', copy.capacity, (row) => row.dailyCapacity),
    {
      ...meterColumn<VolumeClient>(words, 'utilization', copy.utilization, (row) => row.utilization),
      isKey: true,
    },
    countColumn(words, 'week', copy.sevenDays, (row) => row.emailsSentLast7Days),
    countColumn(words, 'month', copy.month, (row) => row.emailsSentThisMonth),
    shareColumn(words, 'replyRate', copy.repliedShare, (row) => row.replyRate),
    shareColumn(words, 'bounceRate', copy.bouncedShare, (row) => row.bounceRate),
    countColumn(words, 'unsubscribed', copy.unsubscribed, (row) => row.unsubscribedThisMonth),
    asOfColumn(words),
  ]
}

/** Emails sent against what the sender accounts can send, by workspace. It stands inside a `DashboardProvider`. */
export function VolumeDashboard(props: DashboardProps) {
  const state = useVolumeDashboard()
  const words = useColumnWords()
  const { copy, figures } = words
  const { count, compact, share } = figures
  const { clients } = state
  const columns = useMemo(() => volumeColumns(words), [words])
  const chart = useMemo(
    () => ({
      series: [{ key: 'sent', label: copy.sentToday }],
      rows: clients.map(({ id, name, emailsSentToday, dailyCapacity }) => ({
        id,
        name,
        values: { sent: emailsSentToday },
        marker: dailyCapacity,
      })),
      markerLabel: copy.dailyCapacity,
      format: count,
      compact,
    }),
    [clients, copy, count, compact],
  )
  // Only what has a capacity is measured against one.
  const known = clients.filter(({ dailyCapacity }) => (dailyCapacity ?? 0) > 0)
  const capacity = sumOf(known, (row) => row.dailyCapacity)
  const month = sumOf(clients, (row) => row.emailsSentThisMonth)
  const rate = (part: number): string => (month > 0 ? share(part / month) : copy.none)
  return (
    <DashboardFrame
      {...props}
      name="volume"
      title={copy.volumeTitle}
      state={state}
      figures={[
        {
          label: copy.sentToday,
          value: count(sumOf(clients, (row) => row.emailsSentToday)),
          note:
            capacity > 0
              ? copy.capacityUsed(
                  share(sumOf(known, (row) => row.emailsSentToday) / capacity),
                  count(capacity),
                )
              : copy.noCapacity,
        },
        { label: copy.last7Days, value: count(sumOf(clients, (row) => row.emailsSentLast7Days)) },
        {
          label: copy.sentThisMonth,
          value: count(month),
          note: copy.unsubscribedNote(count(sumOf(clients, (row) => row.unsubscribedThisMonth))),
        },
        {
          label: copy.replyRate,
          value: rate(sumOf(clients, (row) => row.repliesThisMonth)),
          note: copy.bounceRateNote(rate(sumOf(clients, (row) => row.bouncedThisMonth))),
        },
      ]}
      chart={<ChartFigure title={copy.volumeChart} data={chart} />}
      table={<WorkspaceTable title={copy.volumeTitle} rows={clients} columns={columns} sortedBy="today" />}
    />
  )
}
