import { ChartColumn, Table2 } from 'lucide-react'
import { lazy, Suspense, useId, useState, type ComponentType } from 'react'
import { Button, ScrollRegion } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import type { ColumnsChartProps } from './ColumnsChart.tsx'
import type { ColumnsData } from './columns-data.ts'
import { loadColumnsChart } from './load-columns-chart.ts'

/** Where the chart's code can't be loaded, as after a new version was put online, the page stays, and the table has the values. */
function ChartMissing() {
  return <p className="hub-muted">{useCampaignsCopy().chartMissing}</p>
}

const ColumnsChart = lazy(() =>
  loadColumnsChart().then(
    ({ ColumnsChart: Chart }): { default: ComponentType<ColumnsChartProps> } => ({ default: Chart }),
    () => ({ default: ChartMissing }),
  ),
)

/** Props of {@link ColumnsFigure}. */
export interface ColumnsFigureProps {
  title: string
  note?: string | undefined
  data: ColumnsData
}

/** A chart over time with its legend, and the same values as a table one button away. */
export function ColumnsFigure({ title, note, data }: ColumnsFigureProps) {
  const copy = useCampaignsCopy()
  const [isTable, setIsTable] = useState(false)
  const titleId = useId()
  const Icon = isTable ? ChartColumn : Table2
  return (
    <figure className="hub-panel hub-columns" aria-labelledby={titleId}>
      <div className="hub-chart-head">
        <figcaption id={titleId}>
          {title} {note === undefined ? null : <span className="hub-muted">{note}</span>}
        </figcaption>
        {data.series.length > 1 && !isTable ? (
          <ul className="hub-chart-legend">
            {data.series.map(({ key, label, color }) => (
              <li key={key}>
                <span className="hub-chart-swatch" style={{ background: color }} aria-hidden />
                {label}
              </li>
            ))}
          </ul>
        ) : null}
        <Button
          variant="ghost"
          icon={<Icon className="hub-icon" aria-hidden />}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? copy.showChart : copy.showTable}
        </Button>
      </div>
      {data.rows.length === 0 ? (
        <p className="hub-muted hub-columns-empty">{copy.analyticsNothing}</p>
      ) : isTable ? (
        <ScrollRegion label={title}>
          <table className="hub-table">
            <caption className="hub-visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{copy.columnTime}</th>
                {data.series.map(({ key, label }) => (
                  <th key={key} scope="col" data-align="end">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map(({ id, name, values }) => (
                <tr key={id}>
                  <td>{name}</td>
                  {data.series.map(({ key }) => (
                    <td key={key} data-align="end">
                      {data.format(values[key] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <div className="hub-columns-box">
          <Suspense fallback={null}>
            <ColumnsChart label={title} hint={copy.chartHint} data={data} />
          </Suspense>
        </div>
      )}
    </figure>
  )
}
