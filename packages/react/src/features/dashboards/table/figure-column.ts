import type { ReactNode } from 'react'

/** A column of a {@link FigureTable}. */
export interface FigureColumn<Row> {
  id: string
  label: string
  /** Figures stand at the end. @default 'start' */
  align?: 'start' | 'end'
  /** What it is sorted by, and what an export has; null stands last. */
  value(row: Row): string | number | null
  /** What is shown; also the cell's title. */
  text(row: Row): string
  /** What is drawn in place of the text. */
  draw?: (row: Row) => ReactNode
  /** Stays where there is room for little; the others open with the row. @default false */
  isKey?: boolean
  /** A CSS grid track. @default 'minmax(96px, 1fr)' */
  width?: string
}

/** Where a table's columns stand. */
export function tracksOf<Row>(columns: readonly FigureColumn<Row>[], narrow: boolean): string {
  return columns
    .map(({ width = 'minmax(96px, 1fr)', align }) =>
      narrow ? (align === 'end' ? 'minmax(72px, auto)' : 'minmax(0, 1fr)') : width,
    )
    .join(' ')
}
