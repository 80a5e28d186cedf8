import * as z from 'zod/mini'
import { importFileTypeSchema } from '../contracts/index.ts'

/** Parses a stored checkpoint. */
export const rowCheckpointSchema = z.object({
  fileType: importFileTypeSchema,
  /** Where reading continues, in bytes from the file's beginning. */
  byte: z.int().check(z.nonnegative()),
  /** The last row read. */
  row: z.int().check(z.nonnegative()),
  columns: z.nullable(z.array(z.string())),
  /** How a CSV's cells are written, as it was given or told. */
  dialect: z.nullable(
    z.object({
      delimiter: z.string(),
      newline: z.enum(['\n', '\r']),
      quote: z.optional(z.string()),
      escape: z.optional(z.string()),
    }),
  ),
  /** Whether a row was returned. @default a header was read */
  started: z.optional(z.boolean()),
})

/** A reader's position between two rows, as JSON. */
export type RowCheckpoint = z.infer<typeof rowCheckpointSchema>
