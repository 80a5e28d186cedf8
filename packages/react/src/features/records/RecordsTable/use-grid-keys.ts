import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'

/** A place in the grid; row -1 is the header. */
export interface GridPlace {
  row: number
  column: number
}

const PAGE_STEP = 10

function moved(
  { row, column }: GridPlace,
  event: KeyboardEvent,
  rows: number,
  columns: number,
): GridPlace | null {
  const last = { row: rows - 1, column: columns - 1 }
  const whole = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'ArrowUp':
      return { row: Math.max(-1, row - 1), column }
    case 'ArrowDown':
      return { row: Math.min(last.row, row + 1), column }
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) }
    case 'ArrowRight':
      return { row, column: Math.min(last.column, column + 1) }
    case 'Home':
      return { row: whole ? 0 : row, column: 0 }
    case 'End':
      return { row: whole ? last.row : row, column: last.column }
    case 'PageUp':
      return { row: Math.max(0, row - PAGE_STEP), column }
    case 'PageDown':
      return { row: Math.min(last.row, row + PAGE_STEP), column }
    default:
      return null
  }
}

/** Moves one tab stop through the grid's cells, as the ARIA grid pattern says; a cell out of sight is scrolled to first. */
export function useGridKeys(options: {
  grid: RefObject<HTMLElement | null>
  rows: number
  columns: number
  scrollToRow(row: number): void
}) {
  const { grid, rows, columns, scrollToRow } = options
  const [place, setPlace] = useState<GridPlace>({ row: -1, column: 0 })
  // The cell that a key asked for, until it is there to take the focus. Its place is kept with it: effects of a render from before the
  // key run after it, and would take a mere mark for their own.
  const wanted = useRef<GridPlace | null>(null)

  useEffect(() => {
    if (!wanted.current) return
    const { row, column } = wanted.current
    const cell = grid.current?.querySelector<HTMLElement>(`[data-place="${row}:${column}"]`)
    if (!cell) return
    wanted.current = null
    const control = cell.matches('[role="columnheader"]')
      ? cell.querySelector<HTMLElement>('button, input')
      : null
    const target = control ?? cell
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  return {
    place,
    setPlace,
    onKeyDown(event: KeyboardEvent): boolean {
      const next = moved(place, event, rows, columns)
      if (!next) return false
      event.preventDefault()
      wanted.current = next
      if (next.row >= 0) scrollToRow(next.row)
      setPlace(next)
      return true
    },
  }
}
