import type { ReactNode } from 'react'
import { Skeleton } from '../../../ui/index.ts'

/** One headline figure. */
export interface Figure {
  label: string
  value: ReactNode
  /** What it is measured against, or how it changes. */
  note?: ReactNode
}

/** Headline figures side by side. */
export function FigureList({ figures }: { figures: readonly Figure[] }) {
  const columns = figures.length > 4 ? 3 : Math.max(3, figures.length)
  return (
    <dl className="hub-figures" data-columns={columns}>
      {figures.map(({ label, value, note }) => (
        <div key={label} className="hub-figure">
          <dt>{label}</dt>
          <dd className="hub-figure-value">{value}</dd>
          <dd className="hub-hint">{note ?? '\u00a0'}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The place of headline figures that are on their way. */
export function FigureSkeletons({ labels }: { labels: readonly string[] }) {
  return (
    <FigureList
      figures={labels.map((label) => ({
        label,
        value: <Skeleton width="88px" className="hub-figure-skeleton" />,
        note: <Skeleton width="120px" />,
      }))}
    />
  )
}
