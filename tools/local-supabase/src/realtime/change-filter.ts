/** A row's values, as JSON has them. */
export type Row = Readonly<Record<string, unknown>>

type Compare = (value: unknown, wanted: string) => boolean

function order(value: unknown, wanted: string): number {
  if (typeof value === 'number') return value - Number(wanted)
  const text = String(value)
  if (text === wanted) return 0
  return text < wanted ? -1 : 1
}

/** The values of `(a,"b,c")`. */
function listOf(text: string): string[] {
  const items = text.replace(/^\(|\)$/g, '').matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)
  return [...items].map(([, quoted, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
}

const operators: Readonly<Record<string, Compare>> = {
  eq: (value, wanted) => order(value, wanted) === 0,
  neq: (value, wanted) => order(value, wanted) !== 0,
  lt: (value, wanted) => order(value, wanted) < 0,
  lte: (value, wanted) => order(value, wanted) <= 0,
  gt: (value, wanted) => order(value, wanted) > 0,
  gte: (value, wanted) => order(value, wanted) >= 0,
  in: (value, wanted) => listOf(wanted).some((item) => order(value, item) === 0),
}

/**
 * Reads a subscription's filter: `column=operator.value`, with the operators that hosted Realtime has.
 *
 * @returns what tells whether a row passes, or null when this is no filter.
 */
export function parseChangeFilter(filter: string | undefined): ((row: Row) => boolean) | null {
  if (filter === undefined || filter === '') return () => true
  const [, column, name, wanted] = /^([^=]+)=([a-z]+)\.(.*)$/s.exec(filter) ?? []
  const compare = name === undefined ? undefined : operators[name]
  if (column === undefined || wanted === undefined || compare === undefined) return null
  return (row) => row[column] !== null && row[column] !== undefined && compare(row[column], wanted)
}
