import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import type { FigureColumn } from './figure-column.ts'
import { FigureTable } from './FigureTable.tsx'

/** Props of {@link WorkspaceTable}. */
export interface WorkspaceTableProps<Row extends { id: string }> {
  /** The dashboard's title, which the table and its export are named after. */
  title: string
  rows: readonly Row[]
  /** Keep the same array while it doesn't change. */
  columns: readonly FigureColumn<Row>[]
  /** The column whose largest figures stand first. */
  sortedBy: string
}

/** A dashboard's figures, a row for each workspace. */
export function WorkspaceTable<Row extends { id: string }>(props: WorkspaceTableProps<Row>) {
  const { title, rows, columns, sortedBy } = props
  const copy = useDashboardsCopy()
  return (
    <FigureTable
      label={copy.workspacesTable(title)}
      rows={rows}
      columns={columns}
      rowId={({ id }) => id}
      initialSort={{ id: sortedBy, desc: true }}
      fileName={copy.fileName(title)}
    />
  )
}
