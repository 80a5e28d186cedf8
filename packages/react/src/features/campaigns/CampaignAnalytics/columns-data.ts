/** What a chart over time draws. */
export interface ColumnsData {
  series: readonly { key: string; label: string; color: string }[]
  rows: readonly { id: string; name: string; values: Readonly<Record<string, number>> }[]
  /** A value in full. */
  format(value: number): string
  /** A value on the axis. */
  compact(value: number): string
}
