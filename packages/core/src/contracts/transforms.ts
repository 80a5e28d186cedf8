import * as z from 'zod/mini'

/** The date notations that a `date_format` step reads; `/` stands for any of `/ . -` and a space. */
export const dateNotations = [
  'YYYY/MM/DD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD/MM/YY',
  'MM/DD/YY',
  'YYYYMMDD',
  'DD MMM YYYY',
  'MMM DD YYYY',
  'excel-serial',
  'unix-seconds',
  'unix-milliseconds',
] as const

/** Parses the name of a date notation. */
export const dateNotationSchema = z.enum(dateNotations)

/** How dates are written; `MMM` is a month's name, in any of the languages that the reader knows. */
export type DateNotation = z.infer<typeof dateNotationSchema>

/** The longest text that an `extract` step looks at, in characters. */
export const MAX_EXTRACT_CHARS = 1000

const short = z.string().check(z.maxLength(200))

/** Parses one step of a pipeline: text in, text out. A step that can't read a value leaves it as it is, for the validation to explain. */
export const transformStepSchema = z.discriminatedUnion('kind', [
  /** Drops white space around the text, and makes white space inside it one space. */
  z.object({ kind: z.literal('trim') }),
  z.object({ kind: z.literal('case'), to: z.enum(['lower', 'upper', 'title']) }),
  /** Writes a date as `YYYY-MM-DD`; a time after it is kept. */
  z.object({ kind: z.literal('date_format'), from: dateNotationSchema }),
  /** Writes a number as programs do. Currency signs, percent signs and thousands separators go; `(12)` and `12-` are negative. */
  z.object({ kind: z.literal('number_format'), decimal: z.enum(['.', ',']) }),
  /** Writes a phone number as E.164; a national one is read as the region's (ISO 3166, such as `DE`). */
  z.object({ kind: z.literal('phone_region'), region: z.string().check(z.regex(/^[A-Z]{2}$/)) }),
  /** Takes a part of the text out by a regular expression; text that doesn't match becomes blank. `group` 0 is the whole match. */
  z.object({
    kind: z.literal('extract'),
    pattern: z.string().check(z.minLength(1), z.maxLength(200)),
    group: z.optional(z.int().check(z.minimum(0), z.maximum(20))),
  }),
  /** Replaces whole values, letter case and white space around ignored; others stay. */
  z.object({ kind: z.literal('map_values'), values: z.record(z.string(), z.string()) }),
  /** Takes one part of a text: the first is 0, the last -1. */
  z.object({
    kind: z.literal('split'),
    separator: short.check(z.minLength(1)),
    part: z.int().check(z.minimum(-20), z.maximum(20)),
  }),
  /** What stands for a blank. */
  z.object({ kind: z.literal('default'), value: z.string().check(z.maxLength(10_000)) }),
])

/** One step of a pipeline. */
export type TransformStep = z.infer<typeof transformStepSchema>

/**
 * Parses how one field is filled: out of which columns, joined by what where there are several (blank ones are left out), through which
 * steps. Without a column the steps' `default` fills it.
 */
export const fieldPlanSchema = z.object({
  columns: z.array(z.string()).check(z.maxLength(20)),
  /** @default ' ' */
  join: z.optional(z.string().check(z.maxLength(20))),
  steps: z.array(transformStepSchema).check(z.maxLength(20)),
})

/** How one field is filled. */
export type FieldPlan = z.infer<typeof fieldPlanSchema>

/** Parses how a model's fields are filled, by field name. */
export const importPlanSchema = z.record(z.string(), fieldPlanSchema)

/** Field name to how it is filled. */
export type ImportPlan = z.infer<typeof importPlanSchema>
