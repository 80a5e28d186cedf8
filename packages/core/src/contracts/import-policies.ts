import * as z from 'zod/mini'

/** The most fields that tell records apart. */
export const MAX_KEY_FIELDS = 5

/** Parses what an import does to the records that are there. */
export const importModeSchema = z.enum(['insert', 'upsert', 'update', 'skip_duplicates'])

/**
 * `insert` adds every row. The others look for the record that has the row's key: `upsert` changes it or adds one, `update` changes it
 * and skips rows without one, `skip_duplicates` adds rows without one and skips the others.
 */
export type ImportMode = z.infer<typeof importModeSchema>

/** Parses what an import does to one field of a record that is there. */
export const fieldPolicySchema = z.enum(['overwrite', 'fill_blank', 'never', 'newest'])

/**
 * What becomes of a record's value when a row brings another one: `overwrite` takes the row's, `fill_blank` takes it where the record has
 * none, `never` keeps the record's, `newest` takes it where the row is newer. A blank cell never changes anything.
 *
 * A row is newer where its `newest_by` date is after the record's, or the record has none; without `newest_by`, where the record was
 * last changed before the import was asked for.
 */
export type FieldPolicy = z.infer<typeof fieldPolicySchema>

/** Parses which of the rows with the same key counts. */
export const duplicatesInFileSchema = z.enum(['first', 'last'])

/** `first` or `last`: of the valid rows with the same key one counts, and the others are skipped, each with the row that counted. */
export type DuplicatesInFile = z.infer<typeof duplicatesInFileSchema>

/** The parts of a request that say what becomes of existing records. */
export const importPolicyShape = {
  /** @default 'insert' */
  mode: z.optional(importModeSchema),
  /**
   * The fields that tell whether a record is the same as a row; required unless the mode is `insert`, which has none. All must be equal:
   * emails and fields that are `unique` without regard to letter case, numbers by value, everything else (phones as E.164) exactly,
   * white space around it left out. A row with a blank key field is rejected.
   */
  key_fields: z.optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(63))).check(z.maxLength(MAX_KEY_FIELDS)),
  ),
  /** By field name; fields without a policy are overwritten. */
  field_policies: z.optional(z.record(z.string(), fieldPolicySchema)),
  /** The date field that tells which of two values is newer. It counts as `newest` itself. @default the record's `updated_at` */
  newest_by: z.optional(z.string().check(z.maxLength(63))),
  /** @default 'last' */
  duplicates_in_file: z.optional(duplicatesInFileSchema),
}

/** The policy of a request. */
export interface ImportPolicyRequest {
  mode?: ImportMode | undefined
  key_fields?: string[] | undefined
}

/** Whether key fields stand where the mode needs them, each once. */
export function hasFittingKeys({ mode = 'insert', key_fields: keys = [] }: ImportPolicyRequest): boolean {
  return (mode === 'insert') === (keys.length === 0) && new Set(keys).size === keys.length
}
