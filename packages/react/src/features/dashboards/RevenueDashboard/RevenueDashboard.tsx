import type { RevenueClient } from '@headwater/core/dashboards'
import { useMemo, useState } from 'react'
import { SelectField } from '../../../ui/index.ts'
import { ChartFigure } from '../charts/ChartFigure.tsx'
import { DashboardFrame, type DashboardProps } from '../frame/DashboardFrame.tsx'
import type { Figure } from '../frame/FigureList.tsx'
import type { ColumnWords } from '../table/common-columns.tsx'
import { sumOf } from '../table/sums.ts'
import { useColumnWords } from '../table/use-column-words.ts'
import { WorkspaceTable } from '../table/WorkspaceTable.tsx'
import { useRevenueDashboard } from '../use-dashboard.ts'
import { revenueColumns } from './revenue-columns.tsx'

/** The currencies that workspaces have prices in, the most used first. */
function currenciesOf(clients: readonly RevenueClient[]): string[] {
  const uses = new Map<string, number>()
  for (const { currency, revenueMinor } of clients)
    if (currency !== null && revenueMinor !== null) uses.set(currency, (uses.get(currency) ?? 0) + 1)
  return [...uses].toSorted(([, left], [, right]) => right - left).map(([currency]) => currency)
}

/** Different currencies are never added up: each has figures of its own. */
function figuresOf(
  clients: readonly RevenueClient[],
  currency: string,
  { copy, figures }: ColumnWords,
): Figure[] {
  const own = clients.filter((row) => row.currency === currency && row.revenueMinor !== null)
  const both = own.filter((row) => row.marginMinor !== null)
  const revenue = sumOf(both, (row) => row.revenueMinor)
  const margin = sumOf(both, (row) => row.marginMinor)
  return [
    {
      label: copy.revenueIn(currency),
      value: figures.wholeMoney(
        sumOf(own, (row) => row.revenueMinor),
        currency,
      ),
      note: copy.pricedWorkspaces(own.length, figures.count(own.length)),
    },
    {
      label: copy.costIn(currency),
      value:
        both.length > 0
          ? figures.wholeMoney(
              sumOf(both, (row) => row.monthlyCostMinor),
              currency,
            )
          : copy.none,
      note: both.length > 0 ? copy.wholeMonth : copy.notSet,
    },
    {
      label: copy.marginIn(currency),
      value: both.length > 0 ? figures.wholeMoney(margin, currency) : copy.none,
      note: revenue > 0 ? copy.marginRateNote(figures.share(margin / revenue)) : copy.notSet,
    },
  ]
}

/** What leads bring and what workspaces cost, by currency and workspace. It stands inside a `DashboardProvider`. */
export function RevenueDashboard(props: DashboardProps) {
  const state = useRevenueDashboard()
  const words = useColumnWords()
  const { copy, figures } = words
  const { clients } = state
  const [chosen, setChosen] = useState<string | null>(null)
  const columns = useMemo(() => revenueColumns(words), [words])
  const currencies = useMemo(() => currenciesOf(clients), [clients])
  const currency = chosen !== null && currencies.includes(chosen) ? chosen : (currencies[0] ?? null)
  const chart = useMemo(
    () =>
      currency === null
        ? null
        : {
            series: [{ key: 'margin', label: copy.margin }],
            rows: clients
              .filter((row) => row.currency === currency && row.marginMinor !== null)
              .map(({ id, name, marginMinor }) => ({ id, name, values: { margin: marginMinor ?? 0 } })),
            format: (minor: number) => figures.money(minor, currency),
            compact: (minor: number) => figures.compactMoney(minor, currency),
          },
    [clients, currency, copy, figures],
  )
  const noPrices = [{ label: copy.revenue, value: copy.none, note: copy.noPrices }]
  return (
    <DashboardFrame
      {...props}
      name="revenue"
      title={copy.revenueTitle}
      state={state}
      figures={
        state.loading
          ? [copy.revenue, copy.cost, copy.margin].map((label) => ({ label, value: null }))
          : currencies.length === 0
            ? noPrices
            : currencies.flatMap((one) => figuresOf(clients, one, words))
      }
      chart={
        currency === null || chart === null ? null : (
          <ChartFigure
            key={currency}
            title={copy.revenueChart(currency)}
            actions={
              currencies.length > 1 ? (
                <SelectField
                  label={copy.currency}
                  hideLabel
                  value={currency}
                  onChange={({ target }) => setChosen(target.value)}
                >
                  {currencies.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </SelectField>
              ) : null
            }
            data={chart}
          />
        )
      }
      table={<WorkspaceTable title={copy.revenueTitle} rows={clients} columns={columns} sortedBy="revenue" />}
    />
  )
}
