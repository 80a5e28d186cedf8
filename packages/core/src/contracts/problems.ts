import * as z from 'zod/mini'

/** Every code that the API answers with; ERROR_CODES.md explains each. */
export const problemCodes = [
  'BAD_REQUEST',
  'VALIDATION_FAILED',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'CONFLICT',
  'NOT_UNIQUE',
  'IDEMPOTENCY_MISMATCH',
  'IMPORT_DUPLICATE',
  'IMPORT_FINISHED',
  'IMPORT_RUNNING',
  'IMPORT_NOT_UNDOABLE',
  'IMPORT_UNDO_EXPIRED',
  'IMPORT_UNDONE',
  'CAMPAIGN_LOCKED',
  'CAMPAIGN_STATUS',
  'CAMPAIGN_INCOMPLETE',
  'CONFIRMATION_REQUIRED',
  'AUDIENCE_EMPTY',
  'PROVIDER_IN_USE',
  'PROVIDER_FAILED',
  'FILE_NOT_FOUND',
  'FILE_TOO_LARGE',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
] as const

/** Parses a problem's code. */
export const problemCodeSchema = z.enum(problemCodes)

/** A stable name of what went wrong. */
export type ProblemCode = z.infer<typeof problemCodeSchema>

/** The codes that an import job itself ends with. */
export const importFailureCodes = [
  'FILE_NOT_FOUND',
  'FILE_TOO_LARGE',
  'FILE_EMPTY',
  'FILE_NOT_TEXT',
  'FILE_ENCODING',
  'HEADER_ONLY',
  'TOO_MANY_COLUMNS',
  'UNCLOSED_QUOTE',
  'JSON_INVALID',
  'JSON_NOT_AN_ARRAY',
  'JSON_TOO_DEEP',
  'MAPPING_REQUIRED',
  'MAPPING_UNKNOWN_COLUMN',
  'PLAN_INVALID',
  'ROWS_INVALID',
  'MODEL_DELETED',
  'MODEL_FORBIDDEN',
  'INTERNAL',
] as const

/** Why a whole import ended without importing. */
export type ImportFailureCode = (typeof importFailureCodes)[number]

/** Parses one fault of a request: where, and what was expected. */
export const problemIssueSchema = z.object({ path: z.string(), message: z.string() })

/** Parses an `application/problem+json` answer (RFC 9457) with our members `code`, `request_id` and `issues`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  issues: z.optional(z.array(problemIssueSchema)),
  /** The import that a duplicate request points to. */
  import_job_id: z.optional(z.string()),
})

/** An error answer of the API. */
export type Problem = z.infer<typeof problemSchema>

/** Wraps a schema in the envelope of every successful answer: `{ data, meta: { request_id } }`. */
export function envelopeOf<Schema extends z.ZodMiniType>(data: Schema) {
  return z.object({ data, meta: z.object({ request_id: z.string() }) })
}
