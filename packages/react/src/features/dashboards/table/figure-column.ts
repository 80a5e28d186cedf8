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
  draw?(row: Row): ReactNode
  /** Stays where there is room for little; the others open with the row. @default false */
  isKey?: boolean
  /** The least width, in pixels; what is left over is shared out. @default what the label needs */
  widthPx?: number
}

/** Room for a label of 12 px; the arrow of its sort stands in the cell's padding, partly. */
function labelPx(label: string): number {
  return Math.max(84, Math.ceil(label.length * 6.6) + 36)
}

/** The widest that a figure's column is where there is room for little. */
const NARROW_PX = 104

/** Where a table's columns stand, and how wide it is at least. */
export function layoutOf<Row>(
  columns: readonly FigureColumn<Row>[],
  narrow: boolean,
): { gridTemplateColumns: string; minWidth: number | undefined } {
  if (narrow)
    return {
      gridTemplateColumns: columns
        .map(({ align, widthPx, label }) =>
          align === 'end' ? `${Math.min(widthPx ?? labelPx(label), NARROW_PX)}px` : 'minmax(0, 1fr)',
        )
        .join(' '),
      minWidth: undefined,
    }
  const widths = columns.map(({ widthPx, label }) => widthPx ?? labelPx(label))
  return {
    gridTemplateColumns: widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' '),
    minWidth: widths.reduce((sum, width) => sum + width, 0),
  }
}
