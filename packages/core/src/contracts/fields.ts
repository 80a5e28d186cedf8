import * as z from 'zod/mini'
import { isPattern } from './safe-pattern.ts'

/** The field types of a data model. Source: data-hub spec, "Data Model Management". */
export const fieldTypes = ['text', 'number', 'date', 'email', 'phone', 'boolean', 'url', 'select'] as const

/** Parses the name of a field type. */
export const fieldTypeSchema = z.enum(fieldTypes)

/** One of `text, number, date, email, phone, boolean, url, select`. */
export type FieldType = z.infer<typeof fieldTypeSchema>

/** The most fields that one data model may have. */
export const MAX_FIELDS = 200

/** Names that would collide with JavaScript's own object properties. */
const reservedNames = new Set(['__proto__', 'prototype', 'constructor'])

/** Parses a field's name: 1-63 characters, trimmed, no control characters, none of JavaScript's own names. */
export const fieldNameSchema = z.string().check(
  z.trim(),
  z.minLength(1, 'Name the field.'),
  z.maxLength(63, 'A field name has at most 63 characters.'),
  z.refine((name) => !/\p{Cc}/u.test(name), 'A field name has no control characters.'),
  z.refine((name) => !reservedNames.has(name), 'This name is reserved. Choose another.'),
)

/**
 * Parses one field of a data model.
 *
 * `min` and `max` bound a number's value and the length in characters of a text. `pattern` is a regular expression that the whole
 * text must match. `region` is the ISO 3166 country whose national phone numbers are understood. `options` are a select's choices.
 */
export const modelFieldSchema = z
  .object({
    id: z.string().check(z.minLength(1), z.maxLength(64)),
    name: fieldNameSchema,
    type: fieldTypeSchema,
    /** What people read instead of the name. */
    label: z.optional(z.string().check(z.maxLength(120))),
    /** @default false */
    required: z.optional(z.boolean()),
    /** No two records of the model share a value, letter case ignored. @default false */
    unique: z.optional(z.boolean()),
    pattern: z.optional(
      z.string().check(z.maxLength(500), z.refine(isPattern, 'This is not a regular expression.')),
    ),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
    options: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(500))),
    /** @default 'US' */
    region: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, 'Use a two-letter country code.'))),
  })
  .check(
    z.refine((field) => field.type !== 'select' || (field.options?.length ?? 0) > 0, {
      path: ['options'],
      message: 'A select field needs at least one option.',
    }),
    z.refine((field) => field.min === undefined || field.max === undefined || field.min <= field.max, {
      path: ['max'],
      message: 'The maximum is below the minimum.',
    }),
  )

/** One field of a data model. */
export type ModelField = z.infer<typeof modelFieldSchema>

function namesDiffer(fields: readonly { name: string }[]): boolean {
  return new Set(fields.map((field) => field.name.toLowerCase())).size === fields.length
}

/** Parses a model's fields: at least one, at most {@link MAX_FIELDS}, names that differ in more than letter case. */
export const modelFieldsSchema = z
  .array(modelFieldSchema)
  .check(
    z.minLength(1, 'Add at least one field.'),
    z.maxLength(MAX_FIELDS, `A model has at most ${MAX_FIELDS} fields.`),
    z.refine(namesDiffer, 'Two fields have the same name.'),
  )
