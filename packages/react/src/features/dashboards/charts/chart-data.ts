/** One series of bars. Shape tells them apart as well as colour does. */
export interface BarSeries {
  key: string
  label: string
  /** @default 'solid' */
  look?: 'solid' | 'hatched'
}

/** One bar, or one stack of them. */
export interface BarRow {
  id: string
  name: string
  /** By the key of its series. */
  values: Readonly<Record<string, number>>
  /** What the bar is measured against; null where nothing is set. */
  marker?: number | null
}

/** What a chart draws. */
export interface BarData {
  series: readonly BarSeries[]
  rows: readonly BarRow[]
  /** What the line across a bar stands for. */
  markerLabel?: string | undefined
  /** A value in full. */
  format(value: number): string
  /** A value where there is little room. */
  compact(value: number): string
}

/** Bars beyond these are left to the table. */
export const MOST_BARS = 50

/** The rows with the largest totals first, at most {@link MOST_BARS}. */
export function largest(rows: readonly BarRow[]): BarRow[] {
  return rows.toSorted((left, right) => totalOf(right) - totalOf(left)).slice(0, MOST_BARS)
}

/** All series of a row together. */
export function totalOf({ values }: BarRow): number {
  return Object.values(values).reduce((sum, value) => sum + value, 0)
}

/** The ends of the axis: zero is always on it, and so is every bar and marker. */
export function axisOf(rows: readonly BarRow[]): [number, number] {
  const ends = rows.flatMap((row) => [totalOf(row), row.marker ?? 0])
  const least = Math.min(0, ...ends)
  const most = Math.max(0, ...ends)
  return least === most ? [0, 1] : [least, most]
}
