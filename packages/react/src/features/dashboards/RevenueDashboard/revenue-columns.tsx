import type { RevenueClient } from '@headwater/core/dashboards'
import {
  asOfColumn,
  countColumn,
  nameColumn,
  shareColumn,
  type ColumnWords,
} from '../table/common-columns.tsx'
import type { FigureColumn } from '../table/figure-column.ts'
import { minorDigits } from '../use-figures.ts'

/** The columns of the revenue dashboard. An export has money in whole units, with its currency in a column of its own. */
export function revenueColumns(words: ColumnWords): FigureColumn<RevenueClient>[] {
  const { copy, figures } = words
  function money(
    id: string,
    label: string,
    of: (row: RevenueClient) => number | null,
  ): FigureColumn<RevenueClient> {
    return {
      id,
      label,
      align: 'end',
      value(row) {
        const minor = of(row)
        return minor === null || row.currency === null ? null : minor / 10 ** minorDigits(row.currency)
      },
      text(row) {
        const minor = of(row)
        return minor === null || row.currency === null ? copy.none : figures.money(minor, row.currency)
      },
      widthPx: 104,
    }
  }
  return [
    nameColumn(words),
    countColumn(words, 'leads', copy.leads, (row) => row.leadsGenerated),
    money('price', copy.pricePerLead, (row) => row.pricePerLeadMinor),
    { ...money('revenue', copy.revenue, (row) => row.revenueMinor), isKey: true },
    money('cost', copy.cost, (row) => row.monthlyCostMinor),
    { ...money('margin', copy.margin, (row) => row.marginMinor), isKey: true },
    shareColumn(words, 'marginRate', copy.marginRate, (row) => row.marginRate),
    {
      id: 'currency',
      label: copy.currency,
      value: ({ currency }) => currency,
      text: ({ currency }) => currency ?? copy.notSet,
    },
    asOfColumn(words),
  ]
}
