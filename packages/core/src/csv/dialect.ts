import type { CellDialect } from './scan-records.ts'
import { scoreDialects } from './score-dialect.ts'

/** How a CSV file separates cells and rows. All three line ends are read, also mixed; `newline` says which one is meant. */
export interface Dialect {
  delimiter: string
  newline: '\n' | '\r'
  /** @default '"' */
  quote?: string | undefined
  /** @default the quote */
  escape?: string | undefined
}

/** The dialect's cells, its defaults filled in. */
export function cellDialect({ delimiter, quote = '"', escape = quote }: Dialect): CellDialect {
  return { delimiter, quote, escape }
}

/** Tells a file's dialect from its head, around what is given. */
export function detectDialect(
  head: string,
  {
    given = {},
    complete,
  }: { given?: Partial<CellDialect>; /** Whether the head is the whole file. */ complete: boolean },
): Dialect {
  const newline: Dialect['newline'] = !head.includes('\n') && head.includes('\r') ? '\r' : '\n'
  const [best] = scoreDialects(head, { given, complete })
  const { delimiter = ',', quote = '"', escape = '"' } = best?.dialect ?? {}
  if (quote === '"' && escape === '"') return { delimiter, newline }
  return { delimiter, newline, quote, escape }
}
