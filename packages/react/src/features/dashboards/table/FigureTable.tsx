import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Download } from 'lucide-react'
import { useMemo, useRef, useState, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react'
import { useCommonCopy, useHubContext } from '../../../provider/index.ts'
import { Button, classNames, Dialog } from '../../../ui/index.ts'
import { useGridKeys, useNarrow } from '../../records/index.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import { layoutOf, type FigureColumn } from './figure-column.ts'
import { FigureRow } from './FigureRow.tsx'
import { saveRows } from './save-rows.ts'
import { useFigureSort } from './use-figure-sort.ts'

/** Rows beyond these are drawn as they come into sight. */
const DRAWN_AT_ONCE = 100
/** Narrower than this, in pixels, the key columns stay alone. */
const NARROW = 620

/** Props of {@link FigureTable}. */
export interface FigureTableProps<Row extends object> extends Omit<ComponentProps<'div'>, 'children'> {
  /** What the table is called. */
  label: string
  rows: readonly Row[]
  /** The first names the row. Keep the same array while it doesn't change. */
  columns: readonly FigureColumn<Row>[]
  rowId(row: Row): string
  /** The column that it is sorted by at first. */
  initialSort: { id: string; desc: boolean }
  /** How many rows there are without the filters of the toolbar. @default all that are given */
  total?: number | undefined
  /** What an export is called. */
  fileName: string
  /** Filters. */
  toolbar?: ReactNode
}

/** Figures in a grid: sticky header, sort by column, one tab stop, arrow keys, CSV; narrow, a row opens its other figures. */
export function FigureTable<Row extends object>(props: FigureTableProps<Row>) {
  const {
    label,
    rows,
    columns,
    rowId,
    initialSort,
    total = rows.length,
    fileName,
    toolbar,
    className,
    ...rest
  } = props
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const { count } = useFigures()
  const { locale } = useHubContext()
  const frame = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const narrow = useNarrow(frame, NARROW)
  const [first] = useState(() => [initialSort])
  const { sorted, directionOf, sortBy } = useFigureSort({ rows, columns, initialSort: first, locale })
  const [openedId, setOpenedId] = useState<string | null>(null)
  const opened = openedId === null ? undefined : sorted.find((row) => rowId(row) === openedId)
  const shown = useMemo(() => (narrow ? columns.filter(({ isKey }) => isKey) : columns), [columns, narrow])
  const rowHeight = globalThis.matchMedia?.('(pointer: coarse)').matches ? 44 : 36
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: sorted.length > DRAWN_AT_ONCE ? 12 : DRAWN_AT_ONCE,
    // The header covers what is scrolled under it.
    scrollPaddingStart: rowHeight,
  })
  const keys = useGridKeys({
    grid,
    rows: sorted.length,
    columns: shown.length,
    scrollToRow: (row) => virtual.scrollToIndex(row),
  })
  const isHere = (row: number, column: number) => keys.place.row === row && keys.place.column === column
  const { gridTemplateColumns, minWidth } = layoutOf(shown, narrow)
  const style = { gridTemplateColumns }

  function onKeyDown(event: KeyboardEvent): void {
    if (keys.onKeyDown(event) || event.key !== 'Enter' || !narrow) return
    const row = sorted[keys.place.row]
    if (!row) return
    event.preventDefault()
    setOpenedId(rowId(row))
  }

  const [name] = columns
  return (
    <div {...rest} ref={frame} className={classNames('hub-figure-table', className)}>
      <div className="hub-row hub-table-bar">
        {toolbar}
        <span className="hub-hint hub-push">
          {rows.length === total
            ? copy.rowCount(total, count(total))
            : copy.rowCountOf(count(rows.length), count(total))}
        </span>
        <Button
          variant="ghost"
          icon={<Download className="hub-icon" aria-hidden />}
          disabled={sorted.length === 0}
          onClick={() => void saveRows(columns, sorted, fileName)}
        >
          {copy.exportCsv}
        </Button>
      </div>
      <div
        ref={grid}
        role="grid"
        className="hub-panel hub-grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={shown.length}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="hub-grid-head" style={{ minWidth }}>
          <div role="row" aria-rowindex={1} className="hub-grid-row" style={style}>
            {shown.map((column, index) => {
              const direction = directionOf(column.id)
              const Arrow = direction === 'desc' ? ArrowDown : ArrowUp
              return (
                <div
                  key={column.id}
                  role="columnheader"
                  data-place={`-1:${index}`}
                  data-align={column.align}
                  aria-colindex={index + 1}
                  aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
                >
                  <button
                    type="button"
                    className="hub-grid-sort"
                    tabIndex={isHere(-1, index) ? 0 : -1}
                    onFocus={() => keys.setPlace({ row: -1, column: index })}
                    onClick={() => sortBy(column)}
                    title={column.label}
                  >
                    <span className="hub-truncate">{column.label}</span>
                    {direction === null ? null : <Arrow className="hub-icon" aria-hidden />}
                  </button>
                </div>
              )
            })}
          </div>
        </div>
        <div
          role="rowgroup"
          className="hub-grid-body"
          style={{ height: Math.max(virtual.getTotalSize(), rowHeight), minWidth }}
        >
          {sorted.length === 0 ? (
            <div role="row" aria-rowindex={2} className="hub-grid-row">
              <div role="gridcell" className="hub-muted">
                {copy.noRows}
              </div>
            </div>
          ) : null}
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = sorted[index]
            if (!row) return null
            return (
              <FigureRow
                key={rowId(row)}
                id={rowId(row)}
                row={row}
                index={index}
                columns={shown}
                start={start}
                size={size}
                gridTemplateColumns={gridTemplateColumns}
                tabColumn={keys.place.row === index ? keys.place.column : -1}
                onPlace={keys.setPlace}
                onOpen={narrow ? setOpenedId : undefined}
              />
            )
          })}
        </div>
      </div>
      {opened && name ? (
        <Dialog
          open
          onOpenChange={() => setOpenedId(null)}
          title={name.text(opened)}
          description={copy.showDetails(name.text(opened))}
          closeLabel={common.close}
        >
          <dl className="hub-row-details">
            {columns.slice(1).map((column) => (
              <div key={column.id}>
                <dt>{column.label}</dt>
                <dd>{column.draw ? column.draw(opened) : column.text(opened)}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      ) : null}
    </div>
  )
}
