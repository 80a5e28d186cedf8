import type { DataModel, DataRecord, ModelField, RecordQuery } from '@headwater/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Pencil } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { IconButton, Skeleton } from '../../../ui/index.ts'
import type { RecordWindow } from '../use-record-window.ts'
import { useRecordsCopy } from '../use-records-copy.ts'
import { alignOf, cellText, gridLayout } from './columns.ts'
import { useGridKeys } from './use-grid-keys.ts'

type Sort = RecordQuery['sort']

/** Props of {@link RecordsGrid}. */
export interface RecordsGridProps {
  model: DataModel
  /** The fields that have a column. */
  fields: readonly ModelField[]
  narrow: boolean
  rows: RecordWindow
  sort: Sort
  onSort(sort: Sort): void
  selected: ReadonlySet<string>
  onSelect(ids: readonly string[], selected: boolean): void
  onEdit(record: DataRecord): void
  onDelete(record: DataRecord): void
  /** Which rows are in sight. */
  onRange(first: number, last: number): void
}

/** Ascending, descending, as before. */
function nextSort(sort: Sort, field: string): Sort {
  if (sort?.field !== field) return { field, direction: 'asc' }
  return sort.direction === 'asc' ? { field, direction: 'desc' } : undefined
}

const LOADING_ROWS = 8

/** Records in a virtual grid: sticky header, sort by column, one tab stop, arrow keys, Enter to edit. */
export function RecordsGrid(props: RecordsGridProps) {
  const { model, fields, narrow, rows, sort, onSort, selected, onSelect, onEdit, onDelete, onRange } = props
  const copy = useRecordsCopy()
  const format = useFormat()
  const grid = useRef<HTMLDivElement>(null)
  const count = rows.total ?? LOADING_ROWS
  const rowHeight = globalThis.matchMedia?.('(pointer: coarse)').matches ? 44 : 36
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: 0,
    // The header covers what is scrolled under it.
    scrollPaddingStart: rowHeight,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [onRange, first, last])
  const keys = useGridKeys({
    grid,
    rows: count,
    columns: fields.length + 2,
    scrollToRow: (row) => virtual.scrollToIndex(row),
  })
  const isHere = (row: number, column: number) => keys.place.row === row && keys.place.column === column
  const cell = (row: number, column: number) => ({
    'data-place': `${row}:${column}`,
    'aria-colindex': column + 1,
    tabIndex: isHere(row, column) ? 0 : -1,
    onFocus: () => keys.setPlace({ row, column }),
  })

  function onKeyDown(event: KeyboardEvent): void {
    if (keys.onKeyDown(event)) return
    const record = rows.rowAt(keys.place.row)
    if (!record || keys.place.row < 0) return
    const toggles = keys.place.column === 0
    if (event.key === ' ' || (event.key === 'Enter' && toggles)) {
      event.preventDefault()
      onSelect([record.id], !selected.has(record.id))
    } else if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      onEdit(record)
    } else if (event.key === 'Delete') onDelete(record)
  }

  const loadedIds = rows.loaded.map(({ id }) => id)
  const allSelected = loadedIds.length > 0 && loadedIds.every((id) => selected.has(id))
  const { gridTemplateColumns, minWidth } = gridLayout(fields, narrow)
  const style = { gridTemplateColumns }
  return (
    <div
      ref={grid}
      role="grid"
      className="hub-panel hub-grid"
      aria-label={copy.tableLabel(model.name)}
      aria-rowcount={count + 1}
      aria-colcount={fields.length + 2}
      aria-busy={rows.total === undefined}
      aria-multiselectable
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="hub-grid-head" style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className="hub-grid-row" style={style}>
          <div role="columnheader" data-place="-1:0" aria-colindex={1}>
            <input
              type="checkbox"
              aria-label={copy.selectLoaded}
              tabIndex={isHere(-1, 0) ? 0 : -1}
              onFocus={() => keys.setPlace({ row: -1, column: 0 })}
              checked={allSelected}
              onChange={() => onSelect(loadedIds, !allSelected)}
            />
          </div>
          {fields.map((field, index) => {
            const direction = sort?.field === field.name ? sort.direction : null
            const Arrow = direction === 'desc' ? ArrowDown : ArrowUp
            return (
              <div
                key={field.id}
                role="columnheader"
                data-place={`-1:${index + 1}`}
                data-align={alignOf(field)}
                aria-colindex={index + 2}
                aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
              >
                <button
                  type="button"
                  className="hub-grid-sort"
                  tabIndex={isHere(-1, index + 1) ? 0 : -1}
                  onFocus={() => keys.setPlace({ row: -1, column: index + 1 })}
                  onClick={() => onSort(nextSort(sort, field.name))}
                  title={field.label ?? field.name}
                >
                  <span className="hub-truncate">{field.label ?? field.name}</span>
                  {direction === null ? null : <Arrow className="hub-icon" aria-hidden />}
                </button>
              </div>
            )
          })}
          <div role="columnheader" aria-colindex={fields.length + 2}>
            <span className="hub-visually-hidden">{copy.editRow}</span>
          </div>
        </div>
      </div>
      <div role="rowgroup" className="hub-grid-body" style={{ height: virtual.getTotalSize(), minWidth }}>
        {items.map(({ index, start, size }) => {
          const record = rows.rowAt(index)
          const isSelected = record !== undefined && selected.has(record.id)
          return (
            <div
              key={index}
              role="row"
              className="hub-grid-row"
              aria-rowindex={index + 2}
              aria-selected={isSelected}
              style={{ ...style, height: size, transform: `translateY(${start}px)` }}
              onDoubleClick={() => {
                if (record) onEdit(record)
              }}
            >
              <div role="gridcell" {...cell(index, 0)}>
                <input
                  type="checkbox"
                  tabIndex={-1}
                  aria-label={`${copy.selectRow} ${format.number(index + 1)}`}
                  disabled={!record}
                  checked={isSelected}
                  onChange={() => {
                    if (record) onSelect([record.id], !isSelected)
                  }}
                />
              </div>
              {fields.map((field, column) => {
                const text = record ? cellText(field, record.data[field.name], format, copy) : null
                return (
                  <div
                    key={field.id}
                    role="gridcell"
                    data-align={alignOf(field)}
                    title={text ?? undefined}
                    {...cell(index, column + 1)}
                  >
                    {text === null ? <Skeleton width="60%" /> : text}
                  </div>
                )
              })}
              <div role="gridcell" {...cell(index, fields.length + 1)}>
                {record ? (
                  <IconButton
                    label={copy.editRow}
                    tabIndex={-1}
                    icon={<Pencil className="hub-icon" aria-hidden />}
                    onClick={() => onEdit(record)}
                  />
                ) : null}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}
