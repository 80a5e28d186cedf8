import * as z from 'zod/mini'

/** The encodings that a file may be read in. */
export const fileEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'macintosh',
] as const

/** Parses the name of an encoding. */
export const fileEncodingSchema = z.enum(fileEncodings)

/** `iso-8859-1` is read as `windows-1252`, as browsers do: the two differ in control characters alone. Source: WHATWG Encoding Standard. */
export type FileEncoding = z.infer<typeof fileEncodingSchema>

/** The most lines that may stand before a header. */
export const MAX_SKIP_ROWS = 1000

/** The most rows that a header may have. */
export const MAX_HEADER_ROWS = 3

/** The most rows that may be left out at a file's end. */
export const MAX_FOOTER_ROWS = 100

const oneCharacter = z.string().check(
  z.length(1),
  z.refine((text) => text !== '\n' && text !== '\r', 'A line end can’t be chosen here.'),
)

/**
 * Parses how a file is read. Every key is optional: one that is absent is read as its default says, or as `detectReading` finds it where
 * that was asked.
 */
export const readingOptionsSchema = z.object({
  /** @default 'utf-8' */
  encoding: z.optional(fileEncodingSchema),
  /** What separates cells: one character. @default told from the file's head */
  delimiter: z.optional(oneCharacter),
  /** What surrounds cells that hold delimiters or line ends; empty: nothing does, and marks are text. @default '"' */
  quote: z.optional(z.union([oneCharacter, z.literal('')])),
  /** What makes a quote inside quotes text: the quote itself (doubled), or a backslash. @default the quote */
  escape: z.optional(z.union([oneCharacter, z.literal('')])),
  /** Lines before the header: titles, `sep=;`. A quote in them means nothing. @default 0 */
  skip_rows: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_SKIP_ROWS))),
  /** Rows of the header, joined to one name a column; 0: the file has none, and columns are named by their position. @default 1 */
  header_rows: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_HEADER_ROWS))),
  /** Filled rows at the end that are no records: totals, notes. @default 0 */
  footer_rows: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_FOOTER_ROWS))),
  /** Every line ends with delimiters that separate nothing: columns at the end without a name are left out. @default false */
  trailing_delimiter: z.optional(z.boolean()),
  /** A row with fewer cells than the header: `reject` explains it, `pad` takes the missing ones for blank. @default 'reject' */
  ragged_rows: z.optional(z.enum(['reject', 'pad'])),
  /** A blank row: `skip` reads on, `stop` ends the table there, as where a second one follows. @default 'skip' */
  blank_rows: z.optional(z.enum(['skip', 'stop'])),
  /** Where a JSON file keeps its array: keys joined by dots, such as `data.items`. @default the file is the array */
  json_path: z.optional(z.string().check(z.maxLength(500))),
  /** The sheet of a workbook that the rows came from. */
  sheet: z.optional(z.string().check(z.maxLength(200))),
})

/** How a file is read. */
export type ReadingOptions = z.infer<typeof readingOptionsSchema>
