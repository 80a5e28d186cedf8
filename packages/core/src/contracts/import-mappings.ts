import * as z from 'zod/mini'
import { importPolicyShape } from './import-policies.ts'
import { readingOptionsSchema } from './reading.ts'
import { idSchema, timestampSchema } from './scalars.ts'
import { importPlanSchema } from './transforms.ts'

/** Parses the signature of a header, as {@link headerSignature} writes it. */
export const headerSignatureSchema = z.string().check(z.regex(/^[0-9a-f]{16}$/))

/** FNV-1a over UTF-16 units, 64 bits as two halves. Source: draft-eastlake-fnv. */
function hash(text: string): string {
  let state = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++)
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  return state.toString(16).padStart(16, '0')
}

/**
 * Names a header: the same columns give the same signature, in whatever order, letter case and spacing they come.
 *
 * @example
 * headerSignature(['E-mail', 'Name']) === headerSignature([' name', 'e-MAIL']) // true
 */
export function headerSignature(columns: readonly string[]): string {
  const names = columns.map((column) => column.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase())
  return hash(JSON.stringify(names.toSorted()))
}

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
  columns: z.array(z.string().check(z.maxLength(500))).check(z.minLength(1), z.maxLength(2000)),
  mapping: z.optional(parts.mapping),
  plan: z.optional(parts.plan),
  reading: z.optional(parts.reading),
  policy: z.optional(z.nullable(importPolicySchema)),
})

/** A mapping to remember. What is absent is saved as null; the one that was saved for the same model and header before is replaced. */
export type SaveImportMapping = z.infer<typeof saveImportMappingSchema>
