import { memo } from 'react'
import type { FigureColumn } from './figure-column.ts'

/** Props of {@link FigureRow}. */
export interface FigureRowProps {
  id: string
  row: object
  index: number
  columns: readonly FigureColumn<object>[]
  /** Where it lies, in pixels. */
  start: number
  size: number
  gridTemplateColumns: string
  /** The column of the grid's tab stop, where that is in this row; else -1. */
  tabColumn: number
  onPlace(place: { row: number; column: number }): void
  /** Opens the figures that have no room, by the row's id. */
  onOpen: ((id: string) => void) | undefined
}

/** A row of figures. It is drawn again when it changes, not when another one does: rows stream in one by one. */
export const FigureRow = memo(function FigureRow(props: FigureRowProps) {
  const { id, row, index, columns, start, size, gridTemplateColumns, tabColumn, onPlace, onOpen } = props
  return (
    <div
      role="row"
      className="hub-grid-row"
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns, height: size, transform: `translateY(${start}px)` }}
      onClick={onOpen ? () => onOpen(id) : undefined}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          data-place={`${index}:${place}`}
          data-align={column.align}
          aria-colindex={place + 1}
          tabIndex={tabColumn === place ? 0 : -1}
          onFocus={() => onPlace({ row: index, column: place })}
          title={column.text(row)}
        >
          {column.draw ? column.draw(row) : column.text(row)}
        </div>
      ))}
    </div>
  )
})
