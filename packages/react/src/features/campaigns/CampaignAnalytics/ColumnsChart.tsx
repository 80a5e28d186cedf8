import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { ColumnsData } from './columns-data.ts'

/** Props of {@link ColumnsChart}. */
export interface ColumnsChartProps {
  label: string
  hint: string
  data: ColumnsData
}

const HEIGHT_PX = 220

/** Standing bars over time, from zero. Arrow keys move from bar to bar and tell its values. */
export function ColumnsChart({ label, hint, data }: ColumnsChartProps) {
  const points = data.rows.map(({ name, values }) => ({ name, ...values }))
  return (
    <ResponsiveContainer width="100%" height={HEIGHT_PX} initialDimension={{ width: 640, height: HEIGHT_PX }}>
      <BarChart
        data={points}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer
        title={label}
        desc={hint}
      >
        <CartesianGrid vertical={false} stroke="var(--hub-neutral-4)" />
        <XAxis dataKey="name" tickLine={false} axisLine={false} minTickGap={24} className="hub-chart-name" />
        <YAxis
          tickLine={false}
          axisLine={false}
          width={64}
          allowDecimals={false}
          tickFormatter={data.compact}
          className="hub-chart-name"
        />
        <Tooltip
          cursor={{ fill: 'var(--hub-neutral-3)' }}
          isAnimationActive={false}
          contentStyle={{
            background: 'var(--hub-surface-raised)',
            border: '1px solid var(--hub-border)',
            borderRadius: 'var(--hub-radius-small)',
          }}
          // A bar's colour is too pale for text; the legend tells which is which.
          itemStyle={{ color: 'var(--hub-text)' }}
          formatter={(value) => data.format(Number(value))}
        />
        {data.series.map(({ key, label: name, color }) => (
          <Bar
            key={key}
            dataKey={key}
            name={name}
            fill={color}
            isAnimationActive={false}
            maxBarSize={36}
            radius={2}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
