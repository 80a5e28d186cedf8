/** What an error may carry besides its message. */
export interface HubErrorOptions {
  cause?: unknown
  /** The id of the failed request: what support asks for. */
  requestId?: string | undefined
}

/** The base of every error that the hub throws. `code` is stable; the message says what happened and what to do. */
export class HubError extends Error {
  readonly code: string
  readonly requestId: string | null

  constructor(code: string, message: string, options: HubErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'HubError'
    this.code = code
    this.requestId = options.requestId ?? null
  }
}

/** A request took longer than `timeoutMs`. It was aborted. Code `TIMEOUT`. */
export class HubTimeoutError extends HubError {
  constructor(message: string, options?: HubErrorOptions) {
    super('TIMEOUT', message, options)
    this.name = 'HubTimeoutError'
  }
}

/** The server could not be reached. Code `NETWORK`. */
export class HubNetworkError extends HubError {
  constructor(message: string, options?: HubErrorOptions) {
    super('NETWORK', message, options)
    this.name = 'HubNetworkError'
  }
}

/** An answer does not match its contract: client and server are of different versions. Code `VALIDATION`. */
export class HubValidationError extends HubError {
  constructor(message: string, options?: HubErrorOptions) {
    super('VALIDATION', message, options)
    this.name = 'HubValidationError'
  }
}

/** An endpoint failed so often that it is left alone for a while; nothing was sent. Code `CIRCUIT_OPEN`. */
export class HubCircuitOpenError extends HubError {
  constructor(message: string, options?: HubErrorOptions) {
    super('CIRCUIT_OPEN', message, options)
    this.name = 'HubCircuitOpenError'
  }
}

/** One fault of a refused request. */
export interface HubApiIssue {
  path: string
  message: string
}

/** The server refused the request. `code` is the problem's own, such as `NOT_UNIQUE`. */
export class HubApiError extends HubError {
  readonly status: number
  readonly issues: readonly HubApiIssue[]
  /** After `IMPORT_DUPLICATE`: the import that took the file. */
  readonly importJobId: string | null
  /** How long to wait before the next try, in milliseconds, when the server said so. */
  readonly retryAfterMs: number | null

  constructor(
    facts: {
      status: number
      code: string
      message: string
      issues?: readonly HubApiIssue[] | undefined
      importJobId?: string | undefined
      retryAfterMs?: number | null
    },
    options?: HubErrorOptions,
  ) {
    super(facts.code, facts.message, options)
    this.name = 'HubApiError'
    this.status = facts.status
    this.issues = facts.issues ?? []
    this.importJobId = facts.importJobId ?? null
    this.retryAfterMs = facts.retryAfterMs ?? null
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

/** Tells a {@link HubTimeoutError}, also across bundles. */
export function isHubTimeoutError(error: unknown): error is HubTimeoutError {
  return isNamed(error, 'HubTimeoutError')
}

/** Tells a {@link HubNetworkError}, also across bundles. */
export function isHubNetworkError(error: unknown): error is HubNetworkError {
  return isNamed(error, 'HubNetworkError')
}

/** Tells a {@link HubCircuitOpenError}, also across bundles. */
export function isHubCircuitOpenError(error: unknown): error is HubCircuitOpenError {
  return isNamed(error, 'HubCircuitOpenError')
}

/** Tells a {@link HubValidationError}, also across bundles. */
export function isHubValidationError(error: unknown): error is HubValidationError {
  return isNamed(error, 'HubValidationError')
}

/** Tells a {@link HubApiError}, also across bundles. */
export function isHubApiError(error: unknown): error is HubApiError {
  return isNamed(error, 'HubApiError')
}
