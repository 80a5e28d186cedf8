import { saveFile } from '../../imports/index.ts'
import type { FigureColumn } from './figure-column.ts'

/** Saves rows as CSV: the values, not what is shown of them, so that a spreadsheet can add them up. */
export async function saveRows<Row>(
  columns: readonly FigureColumn<Row>[],
  rows: readonly Row[],
  fileName: string,
): Promise<void> {
  const { toCsvRow } = await import('@headwater/core/csv')
  const lines = rows.map((row) => toCsvRow(columns.map((column) => column.value(row))))
  saveFile([toCsvRow(columns.map(({ label }) => label)), ...lines], fileName)
}
