import * as z from 'zod/mini'
import { importPolicyShape } from './import-policies.ts'
import { readingOptionsSchema } from './reading.ts'
import { idSchema, timestampSchema } from './scalars.ts'
import { importPlanSchema } from './transforms.ts'

/** Parses the signature of a header: what `headerSignature` of `@headwater/core/inference` gives for a file's columns. */
export const headerSignatureSchema = z.string().check(z.regex(/^[0-9a-z-]{1,64}$/))

const parts = {
  /** Column by field, where no field needs more than its column. */
  mapping: z.nullable(z.record(z.string(), z.string())),
  /** How each field is filled. */
  plan: z.nullable(importPlanSchema),
  /** How the file is read. */
  reading: z.nullable(readingOptionsSchema),
}

/** Parses what an import does to existing records, as a saved mapping keeps it. */
export const importPolicySchema = z.strictObject(importPolicyShape)

/** What an import does to existing records. */
export type ImportPolicy = z.infer<typeof importPolicySchema>

/** Parses a row of `public.import_mappings`. */
export const savedImportMappingSchema = z.object({
  id: idSchema,
  user_id: idSchema,
  agency_id: idSchema,
  model_id: idSchema,
  header_signature: headerSignatureSchema,
  /** The header that it was saved for. */
  columns: z.array(z.string()),
  ...parts,
  /** What it did to existing records. */
  policy: z.nullable(importPolicySchema),
  created_at: timestampSchema,
  updated_at: timestampSchema,
  /** When it was last saved or read for an import. */
  used_at: timestampSchema,
})

/** A mapping that a user saved for a model and a header. */
export type SavedImportMapping = z.infer<typeof savedImportMappingSchema>

/** Parses the body of `PUT /data-hub-api/import-mappings`. */
export const saveImportMappingSchema = z.strictObject({
  model_id: idSchema,
  header_signature: headerSignatureSchema,
  columns: z.array(z.string().check(z.maxLength(500))).check(z.minLength(1), z.maxLength(2000)),
  mapping: z.optional(parts.mapping),
  plan: z.optional(parts.plan),
  reading: z.optional(parts.reading),
  policy: z.optional(z.nullable(importPolicySchema)),
})

/** A mapping to remember. What is absent is saved as null; the one that was saved for the same model and header before is replaced. */
export type SaveImportMapping = z.infer<typeof saveImportMappingSchema>
