import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type SortingState,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { FigureColumn } from './figure-column.ts'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

function compare(left: unknown, right: unknown, collator: Intl.Collator): number {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : collator.compare(String(left), String(right))
}

/** Sorts rows by their columns' values: numbers as numbers, words as the locale has them, what is missing last. */
export function useFigureSort<Row extends object>(options: {
  rows: readonly Row[]
  columns: readonly FigureColumn<Row>[]
  initialSort: SortingState
  locale: string | undefined
}) {
  const { rows, columns, initialSort, locale } = options
  const [sorting, setSorting] = useState(initialSort)
  const definitions = useMemo(() => {
    const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(
      columns.map((column) =>
        helper.accessor((row) => column.value(row) ?? undefined, {
          id: column.id,
          sortUndefined: 'last',
          sortFn: (left, right, id) => compare(left.getValue(id), right.getValue(id), collator),
        }),
      ),
    )
  }, [columns, locale])
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    state: { sorting },
    onSortingChange: setSorting,
  })
  const sorted = table.getRowModel().rows
  const [current] = sorting
  return {
    sorted: useMemo(() => sorted.map(({ original }) => original), [sorted]),
    directionOf: (id: string): 'asc' | 'desc' | null =>
      current?.id === id ? (current.desc ? 'desc' : 'asc') : null,
    /** The other way round, or by another column: figures begin with the largest. */
    sortBy(column: FigureColumn<Row>) {
      const desc = current?.id === column.id ? !current.desc : column.align === 'end'
      setSorting([{ id: column.id, desc }])
    },
  }
}
