/** Adds up a figure of rows; those that don't have it count for nothing. */
export function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number | null): number {
  return rows.reduce((total, row) => total + (of(row) ?? 0), 0)
}
