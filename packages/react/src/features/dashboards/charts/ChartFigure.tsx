import { ChartBar, Table2 } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { Button } from '../../../ui/index.ts'
import { useNarrow } from '../../records/index.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import { barsChart } from './bars-chart-loader.ts'
import { largest, MOST_BARS, type BarData } from './chart-data.ts'

/** Narrower than this, in pixels, names have less room. */
const NARROW = 480

/** Props of {@link ChartFigure}. */
export interface ChartFigureProps {
  title: string
  /** Keep the same object while nothing of it changes. */
  data: BarData
  /** Beside the button that shows the table. */
  actions?: ReactNode
}

function Legend({ data }: { data: BarData }) {
  if (data.series.length === 1 && !data.markerLabel) return null
  return (
    <ul className="hub-chart-legend">
      {data.series.map(({ key, label, look = 'solid' }) => (
        <li key={key}>
          <span className="hub-chart-swatch" data-look={look} aria-hidden />
          {label}
        </li>
      ))}
      {data.markerLabel ? (
        <li>
          <span className="hub-chart-swatch" data-look="marker" aria-hidden />
          {data.markerLabel}
        </li>
      ) : null}
    </ul>
  )
}

/** The same values in rows and columns. */
function ValuesTable({ title, data }: Omit<ChartFigureProps, 'actions'>) {
  const copy = useDashboardsCopy()
  return (
    <table className="hub-table">
      <caption className="hub-visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{copy.workspace}</th>
          {data.series.map(({ key, label }) => (
            <th key={key} scope="col" data-align="end">
              {label}
            </th>
          ))}
          {data.markerLabel ? (
            <th scope="col" data-align="end">
              {data.markerLabel}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row) => (
          <tr key={row.id}>
            <td>{row.name}</td>
            {data.series.map(({ key }) => (
              <td key={key} data-align="end">
                {data.format(row.values[key] ?? 0)}
              </td>
            ))}
            {data.markerLabel ? (
              <td data-align="end">{typeof row.marker === 'number' ? data.format(row.marker) : copy.none}</td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A chart with its title, its legend, and the same values as a table one button away. */
export function ChartFigure({ title, data, actions }: ChartFigureProps) {
  const copy = useDashboardsCopy()
  const { count } = useFigures()
  const chart = barsChart.usePart()
  const [asked, setAsked] = useState(false)
  const isTable = asked || chart === 'failed'
  const box = useRef<HTMLDivElement>(null)
  const narrow = useNarrow(box, NARROW)
  const titleId = useId()
  // While rows stream in, the page answers first and draws bars between: several rows at once, where they come quickly.
  const settled = useDeferredValue(data)
  const drawn = useMemo(() => ({ ...settled, rows: largest(settled.rows) }), [settled])
  return (
    <figure className="hub-chart hub-panel" aria-labelledby={titleId}>
      <div className="hub-chart-head">
        <figcaption id={titleId}>{title}</figcaption>
        {isTable ? null : <Legend data={data} />}
        {actions}
        <Button
          variant="ghost"
          icon={
            isTable ? (
              <ChartBar className="hub-icon" aria-hidden />
            ) : (
              <Table2 className="hub-icon" aria-hidden />
            )
          }
          disabled={chart === 'failed'}
          onClick={() => setAsked(!asked)}
        >
          {isTable ? copy.chart : copy.table}
        </Button>
      </div>
      <div
        ref={box}
        className="hub-chart-box"
        tabIndex={isTable ? 0 : -1}
        role="group"
        aria-labelledby={titleId}
      >
        {data.rows.length === 0 ? (
          <p className="hub-muted">{copy.chartEmpty}</p>
        ) : isTable ? (
          <ValuesTable title={title} data={data} />
        ) : (
          chart && (
            <chart.BarsChart label={title} hint={copy.chartHint} data={drawn} namePx={narrow ? 96 : 148} />
          )
        )}
      </div>
      {data.rows.length > MOST_BARS && !isTable ? (
        <p className="hub-hint">{copy.largestOf(count(MOST_BARS), count(data.rows.length))}</p>
      ) : null}
    </figure>
  )
}
