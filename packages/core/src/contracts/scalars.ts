import * as z from 'zod/mini'

/** A row's id. */
export const idSchema = z.guid()

/** A `timestamptz` as the API prints it: ISO 8601 with an offset. */
export const timestampSchema = z.iso.datetime({ offset: true })

/** Any JSON value. */
export const jsonSchema = z.json()

/** Any JSON value. */
export type Json = z.infer<typeof jsonSchema>

/** A counter that the database keeps. */
export const countSchema = z.int().check(z.nonnegative())
