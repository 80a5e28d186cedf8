import type { KPIClient } from '@headwater/core/dashboards'
import {
  asOfColumn,
  countColumn,
  meterColumn,
  nameColumn,
  type ColumnWords,
} from '../table/common-columns.tsx'
import type { FigureColumn } from '../table/figure-column.ts'

/** The columns of the KPI dashboard. */
export function kpiColumns(words: ColumnWords): FigureColumn<KPIClient>[] {
  const { copy } = words
  const aimed = ({ monthlyKPI }: KPIClient): boolean => monthlyKPI > 0
  return [
    nameColumn(words),
    { ...countColumn<KPIClient>(words, 'leads', copy.leads, (row) => row.leadsGenerated), isKey: true },
    countColumn(words, 'target', copy.target, (row) => (aimed(row) ? row.monthlyKPI : null)),
    {
      ...meterColumn<KPIClient>(words, 'progress', copy.progress, (row) =>
        aimed(row) ? row.currentProgress : null,
      ),
      isKey: true,
    },
    countColumn(words, 'projected', copy.projected, (row) => row.projectedReplies),
    countColumn(words, 'today', copy.today, (row) => row.leadsToday),
    countColumn(words, 'week', copy.sevenDays, (row) => row.leadsLast7Days),
    countColumn(words, 'replies', copy.replies, (row) => row.repliesReceived),
    countColumn(words, 'sent', copy.emailsSent, (row) => row.emailsSent),
    asOfColumn(words),
  ]
}
