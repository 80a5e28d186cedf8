import { memo, useEffect, useId, useRef, type KeyboardEvent as ReactKeyboardEvent } from 'react'
import {
  Bar,
  BarChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts'
import { axisOf, totalOf, type BarData, type BarRow } from './chart-data.ts'

/** A bar with its gap, in pixels. */
const ROW_PX = 30
/** Half of a bar with a little more, in pixels. */
const MARKER_PX = 11

/** Props of {@link BarsChart}. */
export interface BarsChartProps {
  label: string
  hint: string
  data: BarData
  /** Width for the names, in pixels. */
  namePx: number
}

/** A row's name beside its bar, cut off where there is no room. */
function Name(props: { y?: number; payload?: { value: string }; rows: readonly BarRow[]; namePx: number }) {
  const { y = 0, payload, rows, namePx } = props
  const text = rows.find(({ id }) => id === payload?.value)?.name ?? ''
  const most = Math.floor((namePx - 12) / 6.4)
  return (
    <text x={0} y={y} dy="0.35em" textAnchor="start" className="hub-chart-name">
      <title>{text}</title>
      {text.length > most ? `${text.slice(0, most - 1)}…` : text}
    </text>
  )
}

/** What a pointer or an arrow key came to. */
function Values({
  active,
  payload,
  data,
}: {
  active?: boolean
  payload?: readonly unknown[]
  data: BarData
}) {
  const [first] = payload ?? []
  const row = active && hasPoint(first) ? first.payload.row : null
  const box = useRef<HTMLDivElement>(null)
  const id = row?.id
  useEffect(() => {
    // A pointer is where it looks; an arrow key can lead to a bar out of sight.
    const isByKey = box.current?.closest('.recharts-wrapper')?.contains(document.activeElement)
    if (id !== undefined && isByKey) box.current?.scrollIntoView({ block: 'nearest' })
  }, [id])
  if (!row) return null
  const lines = data.series.map(({ key, label }) => ({ label, value: row.values[key] ?? 0 }))
  if (data.markerLabel && typeof row.marker === 'number')
    lines.push({ label: data.markerLabel, value: row.marker })
  return (
    <div ref={box} role="status" className="hub-chart-tooltip">
      <strong>{row.name}</strong>
      <dl>
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{data.format(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function hasPoint(item: unknown): item is { payload: { row: BarRow } } {
  if (typeof item !== 'object' || item === null || !('payload' in item)) return false
  return typeof item.payload === 'object' && item.payload !== null && 'row' in item.payload
}

/** Each bar's value beside it, and a line where what it is measured against lies. */
function Annotations({ data }: { data: BarData }) {
  const xOf = useXAxisScale()
  const yOf = useYAxisScale()
  if (!xOf || !yOf) return null
  return data.rows.map((row) => {
    const total = totalOf(row)
    const y = yOf(row.id, { position: 'middle' })
    const end = xOf(Math.max(total, 0))
    const at = typeof row.marker === 'number' && row.marker > 0 ? xOf(row.marker) : undefined
    if (y === undefined || end === undefined) return null
    // The value stands clear of a line that is close behind the bar.
    const clear = at !== undefined && at >= end && at - end < 44 ? at : end
    return (
      <g key={row.id}>
        {at === undefined ? null : (
          <g className="hub-chart-marker">
            <line data-halo="" x1={at} x2={at} y1={y - MARKER_PX} y2={y + MARKER_PX} />
            <line x1={at} x2={at} y1={y - MARKER_PX} y2={y + MARKER_PX} />
          </g>
        )}
        <text x={clear + 8} y={y} dy="0.35em" className="hub-chart-value">
          {data.compact(total)}
        </text>
      </g>
    )
  })
}

/** Bars that lie are moved through as those that stand: without this, recharts goes down with the left arrow and knows no other. */
const steps: Readonly<Record<string, string>> = {
  ArrowDown: 'ArrowLeft',
  ArrowRight: 'ArrowLeft',
  ArrowUp: 'ArrowRight',
  ArrowLeft: 'ArrowRight',
}

function onArrow(event: ReactKeyboardEvent): void {
  const key = steps[event.key]
  // What this sends itself is not a person's.
  if (key === undefined || !event.isTrusted) return
  event.preventDefault()
  event.stopPropagation()
  event.target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
}

/** Horizontal bars with their values beside them. Arrow keys move from bar to bar and tell its values. */
export const BarsChart = memo(function BarsChart({ label, hint, data, namePx }: BarsChartProps) {
  const hatch = useId()
  const { series, rows } = data
  const domain = axisOf(rows)
  const points = rows.map((row) => ({ ...row.values, id: row.id, row }))
  return (
    <div onKeyDownCapture={onArrow}>
      <ResponsiveContainer
        width="100%"
        height={points.length * ROW_PX + 8}
        initialDimension={{ width: 640, height: 240 }}
      >
        <BarChart
          layout="vertical"
          data={points}
          margin={{ top: 4, right: 72, bottom: 4, left: 0 }}
          barCategoryGap={7}
          accessibilityLayer
          title={label}
          desc={hint}
        >
          <defs>
            <pattern
              id={hatch}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="hub-chart-hatch-ground" width="6" height="6" />
              <rect className="hub-chart-hatch" width="2.5" height="6" />
            </pattern>
          </defs>
          <XAxis type="number" domain={domain} hide />
          <YAxis
            type="category"
            dataKey="id"
            width={namePx}
            interval={0}
            axisLine={false}
            tickLine={false}
            tick={<Name rows={rows} namePx={namePx} />}
          />
          <Tooltip
            cursor={{ className: 'hub-chart-cursor' }}
            isAnimationActive={false}
            content={<Values data={data} />}
          />
          {series.map(({ key, look = 'solid' }) => (
            <Bar
              key={key}
              dataKey={key}
              stackId="all"
              isAnimationActive={false}
              fill={look === 'hatched' ? `url(#${hatch})` : 'var(--hub-chart-1)'}
              radius={2}
            />
          ))}
          {domain[0] < 0 ? <ReferenceLine x={0} className="hub-chart-zero" /> : null}
          <Annotations data={data} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
})
