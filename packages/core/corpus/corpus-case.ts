/** A refusal: the code, and the row that the message names, where it names one. */
export interface ExpectedRefusal {
  code: string
  row?: number
}

/** What a person would say about a file, written down before the engine was. */
export interface ExpectedReading {
  /** Several where the bytes fit all of them and mean the same. */
  encoding?: string | string[]
  delimiter?: string
  quote?: string
  escape?: string
  file_type?: string
  json_path?: string
  skip_rows?: number
  header_rows?: number
  footer_rows?: number
  columns?: string[]
  /** One a column, `text` where nothing narrower fits most values. */
  types?: string[]
  /** Notations that a column leaves open, by its name. */
  ambiguous?: Record<string, string[]>
  /** Records, those with an issue included. */
  rows?: number
  /** Rows with an issue. */
  issues?: number
  /** Some values, as `[record from 0, column, value]`. */
  cells?: [number, string, unknown][]
  /** Codes of warnings that must be there. */
  warnings?: string[]
  refusal?: ExpectedRefusal
}

/** One file of the corpus. */
export interface CorpusCase {
  /** With its extension. */
  name: string
  /** @default 'utf-8' */
  write?: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16le-bom' | 'utf-16be-bom' | 'windows-1252' | 'macintosh'
  content: string | Uint8Array | (() => Uint8Array | Promise<Uint8Array>)
  expected: ExpectedReading
}

/** Lines with Windows line ends. */
export function crlf(...lines: string[]): string {
  return lines.map((line) => `${line}\r\n`).join('')
}

/** Lines with Unix line ends. */
export function lf(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
