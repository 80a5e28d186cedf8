import type { WorkspaceFailureCode } from '@headwater/core/contracts'

/** Why the vendor gave no figures. */
export type VendorErrorCode = Exclude<WorkspaceFailureCode, 'NOT_READ_YET' | 'NEW_MONTH'>

const sentences: Readonly<Record<VendorErrorCode, string>> = {
  VENDOR_TIMEOUT: 'Email Bison took too long to answer.',
  VENDOR_UNREACHABLE: 'Email Bison could not be reached.',
  VENDOR_UNAVAILABLE: 'Email Bison had a fault.',
  VENDOR_RATE_LIMITED: 'Email Bison asked to wait.',
  VENDOR_UNAUTHORIZED: 'Email Bison refused the token. An admin has to set a new one.',
  VENDOR_REFUSED: 'Email Bison refused the request.',
  VENDOR_MALFORMED: 'Email Bison’s answer was not JSON.',
  VENDOR_INVALID: 'Email Bison’s answer did not look as expected.',
  WORKSPACE_NOT_FOUND: 'Email Bison has no such workspace any more.',
  TOKEN_MISSING: 'No token is set for this workspace.',
  CANCELLED: 'The refresh ended before its turn.',
  INTERNAL: 'Reading it failed here.',
}

/** The vendor gave no figures. The message is a sentence for people, without anything internal. */
export class VendorError extends Error {
  readonly code: VendorErrorCode
  /** The path of the first fault, where the answer did not match its schema. */
  readonly fieldPath: string | null

  constructor(code: VendorErrorCode, options: { cause?: unknown; fieldPath?: string } = {}) {
    super(sentences[code], { cause: options.cause })
    this.name = 'VendorError'
    this.code = code
    this.fieldPath = options.fieldPath ?? null
  }
}

/** What a failure is called, whatever was thrown. */
export function vendorErrorOf(error: unknown): VendorError {
  return error instanceof VendorError ? error : new VendorError('INTERNAL', { cause: error })
}
