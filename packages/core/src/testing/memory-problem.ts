import type * as z from 'zod/mini'
import type { Problem, ProblemCode } from '../contracts/index.ts'

const statuses: Readonly<Partial<Record<ProblemCode, number>>> = {
  VALIDATION_FAILED: 422,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  NOT_UNIQUE: 409,
  IDEMPOTENCY_MISMATCH: 409,
  IMPORT_DUPLICATE: 409,
  IMPORT_FINISHED: 409,
  IMPORT_RUNNING: 409,
  IMPORT_NOT_UNDOABLE: 409,
  IMPORT_UNDO_EXPIRED: 409,
  IMPORT_UNDONE: 409,
  FILE_NOT_FOUND: 404,
  FILE_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
}

/** What a problem may carry besides its code and detail. */
export interface ProblemMembers {
  issues?: readonly { path: string; message: string }[]
  import_job_id?: string
}

/** A request that the memory backend refuses, with the API's own code. */
export class MemoryProblem extends Error {
  readonly code: ProblemCode
  readonly members: ProblemMembers

  constructor(code: ProblemCode, detail: string, members: ProblemMembers = {}) {
    super(detail)
    this.code = code
    this.members = members
  }
}

/**
 * Makes an answer as the API gives it when it refuses a request: `application/problem+json`, with the code's own status.
 *
 * @example
 * createMemorySupabase({ fail: ({ method }) => (method === 'PUT' ? problemAnswer('NOT_UNIQUE', 'The name is taken.') : null) })
 */
export function problemAnswer(
  code: ProblemCode,
  detail: string,
  options: ProblemMembers & {
    /** Sent as `Retry-After`, in seconds. */
    retryAfterSeconds?: number
  } = {},
): Response {
  const { retryAfterSeconds, issues, import_job_id } = options
  const status = statuses[code] ?? 400
  const requestId = crypto.randomUUID()
  const problem: Problem = {
    type: `https://headwater.dev/problems/${code.toLowerCase()}`,
    title: code,
    status,
    detail,
    code,
    request_id: requestId,
    ...(issues === undefined ? {} : { issues: [...issues] }),
    ...(import_job_id === undefined ? {} : { import_job_id }),
  }
  return Response.json(problem, {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  })
}

/** Parses a request's part with the contract; a fault names its path. */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new MemoryProblem('VALIDATION_FAILED', 'Some values of the request are not right.', { issues })
}

/** Gives what was looked for, or answers 404. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new MemoryProblem('NOT_FOUND', 'This does not exist, or you may not use it.')
  return row
}
