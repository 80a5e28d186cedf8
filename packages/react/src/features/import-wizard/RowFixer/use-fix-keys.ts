import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { RowFixes } from '../fixes/create-row-fixes.ts'

/** A cell of the view: its row counts the rows that are shown. */
export interface FixPlace {
  row: number
  column: number
}

/** A cell that is being changed. */
export interface CellEditing extends FixPlace {
  text: string
}

/** What the keys of the grid work on. */
export interface FixKeysOptions {
  grid: RefObject<HTMLElement | null>
  fixes: RowFixes
  /** The failing rows that are shown. */
  view: readonly number[]
  scrollToRow(row: number): void
  onUseSuggestion(): void
  onFind(): void
  /** An undone step touched this failing row. */
  onTravel(row: number): void
}

const PAGE_STEP = 10

function moved(
  { row, column }: FixPlace,
  event: KeyboardEvent,
  rows: number,
  columns: number,
): FixPlace | null {
  const whole = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'ArrowUp':
      return { row: whole ? 0 : Math.max(0, row - 1), column }
    case 'ArrowDown':
      return { row: whole ? rows - 1 : Math.min(rows - 1, row + 1), column }
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) }
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) }
    case 'Home':
      return { row: whole ? 0 : row, column: 0 }
    case 'End':
      return { row: whole ? rows - 1 : row, column: columns - 1 }
    case 'PageUp':
      return { row: Math.max(0, row - PAGE_STEP), column }
    case 'PageDown':
      return { row: Math.min(rows - 1, row + PAGE_STEP), column }
    default:
      return null
  }
}

/** Moves, edits, fills and undoes by keyboard, as spreadsheets do. */
export function useFixKeys(options: FixKeysOptions) {
  const { grid, fixes, view, scrollToRow } = options
  const columns = fixes.columns.length
  // The first problem is where the work begins.
  const [wanted, setPlace] = useState<FixPlace>(() => ({
    row: 0,
    column: Math.max(
      0,
      fixes.columns.findIndex((_, column) => fixes.issueAt(view[0] ?? 0, column) !== undefined),
    ),
  }))
  const [anchor, setAnchor] = useState<number | null>(null)
  const [editing, setEditing] = useState<CellEditing | null>(null)
  // The cell that a key asked for, until it is there to take the focus: effects of a render from before the key run after it.
  const asked = useRef<FixPlace | null>(null)
  const within = (row: number): number => Math.max(0, Math.min(row, view.length - 1))
  const place = { row: within(wanted.row), column: wanted.column }
  const range = {
    from: Math.min(anchor ?? place.row, place.row),
    to: Math.max(anchor ?? place.row, place.row),
  }

  useEffect(() => {
    if (!asked.current) return
    const row = within(asked.current.row)
    const cell = grid.current?.querySelector<HTMLElement>(`[data-place="${row}:${asked.current.column}"]`)
    if (!cell) return
    asked.current = null
    cell.focus({ preventScroll: true })
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  function go(next: FixPlace, keepAnchor = false): void {
    asked.current = next
    setAnchor(keepAnchor ? (anchor ?? place.row) : null)
    scrollToRow(next.row)
    setPlace(next)
  }

  function rowAt(at: number): number {
    return view[at] ?? 0
  }

  function begin(text?: string): void {
    if (view.length === 0) return
    setEditing({ ...place, text: text ?? fixes.textOf(rowAt(place.row), place.column) })
  }

  function commit(next: FixPlace | null, wholeRange = false): void {
    if (!editing) return
    const rows = wholeRange ? view.slice(range.from, range.to + 1) : [rowAt(editing.row)]
    fixes.change(rows.map((row) => ({ row, column: editing.column, text: editing.text })))
    setEditing(null)
    go(next ?? editing)
  }

  function fillDown(): void {
    const [first, ...rest] =
      range.from === range.to
        ? [rowAt(Math.max(0, place.row - 1)), rowAt(place.row)]
        : view.slice(range.from, range.to + 1)
    if (first === undefined) return
    const text = fixes.textOf(first, place.column)
    fixes.change(rest.map((row) => ({ row, column: place.column, text })))
  }

  function nextProblem(): void {
    for (let step = 1; step <= view.length * columns; step++) {
      const at = (place.row * columns + place.column + step) % (view.length * columns)
      const next = { row: Math.floor(at / columns), column: at % columns }
      if (fixes.issuesOf(rowAt(next.row)).length === 0) {
        // The rest of a row without a problem is left out at once.
        step += columns - 1 - next.column
        continue
      }
      if (fixes.issueAt(rowAt(next.row), next.column)) return go(next)
    }
  }

  function travel(step: () => number | null): void {
    const row = step()
    if (row !== null) options.onTravel(row)
  }

  function onEditKey(event: KeyboardEvent): void {
    if (!editing || event.nativeEvent.isComposing) return
    const { row, column } = editing
    if (event.key === 'Escape') {
      setEditing(null)
      go({ row, column })
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit({ row, column }, true)
    else if (event.key === 'Enter')
      commit({ row: Math.max(0, Math.min(view.length - 1, row + (event.shiftKey ? -1 : 1))), column })
    else if (event.key === 'Tab')
      commit({ row, column: Math.max(0, Math.min(columns - 1, column + (event.shiftKey ? -1 : 1))) })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Keys with Ctrl, or Command on a Mac. */
  function onCommand(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase()
    if (key === 'z') travel(event.shiftKey ? fixes.redo : fixes.undo)
    else if (key === 'y') travel(fixes.redo)
    else if (key === 'd') fillDown()
    else if (key === 'f' || key === 'h') options.onFind()
    else if (key === 'enter') options.onUseSuggestion()
    else if (key === 'a') {
      setAnchor(0)
      setPlace({ row: view.length - 1, column: place.column })
    } else return false
    return true
  }

  function onPlainKey(event: KeyboardEvent): boolean {
    if (event.key === 'Enter' || event.key === 'F2') begin()
    else if (event.key === 'Delete' || event.key === 'Backspace')
      fixes.change(
        view.slice(range.from, range.to + 1).map((row) => ({ row, column: place.column, text: '' })),
      )
    else if (event.key === 'Escape' && anchor !== null) setAnchor(null)
    else if (event.key.length === 1 && !event.altKey) begin(event.key)
    else return false
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (editing) return onEditKey(event)
    if (view.length === 0) return
    const command = event.ctrlKey || event.metaKey
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      return nextProblem()
    }
    const next = event.altKey ? null : moved(place, event, view.length, columns)
    if (next) {
      event.preventDefault()
      return go(next, event.shiftKey && next.column === place.column)
    }
    if (command ? onCommand(event) : onPlainKey(event)) event.preventDefault()
  }

  return {
    place,
    range,
    editing,
    setEditing,
    setPlace,
    setAnchor,
    begin,
    commit,
    fillDown,
    nextProblem,
    go,
    onKeyDown,
  }
}

/** What the grid's keys keep. */
export type FixKeys = ReturnType<typeof useFixKeys>
