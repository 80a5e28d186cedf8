import type { Problem, ProblemCode } from '@headwater/core/contracts'

const titles: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  BAD_REQUEST: { status: 400, title: 'The request can’t be read' },
  VALIDATION_FAILED: { status: 422, title: 'Some values are not right' },
  UNAUTHORIZED: { status: 401, title: 'Sign in first' },
  FORBIDDEN: { status: 403, title: 'This is not yours to change' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This path takes other methods' },
  CONFLICT: { status: 409, title: 'Somebody else changed this' },
  NOT_UNIQUE: { status: 409, title: 'This value is taken' },
  IDEMPOTENCY_MISMATCH: { status: 409, title: 'This key was used for another request' },
  IMPORT_DUPLICATE: { status: 409, title: 'This file was imported before' },
  IMPORT_FINISHED: { status: 409, title: 'This import has ended' },
  IMPORT_RUNNING: { status: 409, title: 'This import still runs' },
  IMPORT_NOT_UNDOABLE: { status: 409, title: 'There is nothing to undo' },
  IMPORT_UNDO_EXPIRED: { status: 409, title: 'It is too late to undo this' },
  IMPORT_UNDONE: { status: 409, title: 'This import is undone' },
  CAMPAIGN_LOCKED: { status: 409, title: 'This campaign has begun' },
  CAMPAIGN_STATUS: { status: 409, title: 'The campaign’s state does not allow this' },
  CAMPAIGN_INCOMPLETE: { status: 422, title: 'The campaign is not ready to be sent' },
  CONFIRMATION_REQUIRED: { status: 409, title: 'Confirm the number of recipients' },
  AUDIENCE_EMPTY: { status: 422, title: 'Nobody would get this campaign' },
  PROVIDER_IN_USE: { status: 409, title: 'Campaigns use this account' },
  PROVIDER_FAILED: { status: 502, title: 'The vendor did not take the message' },
  FILE_NOT_FOUND: { status: 404, title: 'The file is not there' },
  FILE_TOO_LARGE: { status: 413, title: 'The file is too large' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
  UNAVAILABLE: { status: 503, title: 'Not available for a moment' },
}

/** What a problem may carry besides its code and detail. */
export type ProblemMembers = Partial<Pick<Problem, 'issues' | 'import_job_id'>>

/** An error that is meant for the caller. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly members: ProblemMembers
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProblemCode,
    detail: string,
    members: ProblemMembers = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.code = code
    this.members = members
    this.headers = headers
  }
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

/** The problem behind a database error: by its SQLSTATE, and nothing of its text that is ours. */
function fromDatabase(error: unknown): ProblemError {
  switch (sqlState(error)) {
    case '23505':
      return new ProblemError(
        'NOT_UNIQUE',
        'Two records would have the same value in a unique field. Change the value.',
      )
    case '23503':
    case '42501':
      return new ProblemError('NOT_FOUND', 'This does not exist, or you may not use it.')
    // Codes of our own: their sentences are written for people.
    case 'HW001':
      return new ProblemError(
        'CAMPAIGN_LOCKED',
        'A campaign that has begun can’t be changed. Copy it instead.',
      )
    case 'HW002':
      return new ProblemError('CAMPAIGN_STATUS', sentenceOf(error))
    case 'HW003':
      return new ProblemError('CAMPAIGN_STATUS', 'Recipients of this campaign are still unaccounted for.')
    case 'HW010':
      return new ProblemError('VALIDATION_FAILED', sentenceOf(error), {
        issues: [{ path: 'target_criteria', message: sentenceOf(error) }],
      })
    case 'HW011':
      return new ProblemError('CAMPAIGN_INCOMPLETE', 'The data model is gone, or you may not read it.')
    case '23514':
    case '22003':
    case '22008':
    case '22021':
    case '22023':
    case '22P02':
    case '22P05':
      return new ProblemError('VALIDATION_FAILED', 'A value is out of its bounds.')
    case '40001':
    case '40P01':
    case '57014':
    case '53300':
    case '08006':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
      return new ProblemError(
        'UNAVAILABLE',
        'The database took too long. Try again.',
        {},
        { 'retry-after': '2' },
      )
    default:
      return new ProblemError(
        'INTERNAL',
        'The request failed here, and nothing was changed. Try again, and quote the request id if it keeps failing.',
      )
  }
}

/** Writes an error as `application/problem+json` (RFC 9457). */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem = error instanceof ProblemError ? error : fromDatabase(error)
  const { status, title } = titles[problem.code]
  const body: Problem = {
    type: `https://headwater.dev/problems/${problem.code.toLowerCase()}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    request_id: requestId,
    ...problem.members,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...problem.headers },
  })
}
