import {
  isHubApiError,
  isHubCircuitOpenError,
  isHubNetworkError,
  isHubTimeoutError,
  isHubValidationError,
} from '../errors/hub-errors.ts'

/** Whether the server itself is in trouble: no network, a timeout, or a 5xx. What counts for the circuit breaker. */
export function isOutage(error: unknown): boolean {
  if (isHubNetworkError(error) || isHubTimeoutError(error)) return true
  return isHubApiError(error) && error.status >= 500
}

/** Whether another try may help: an outage, or 429. Source: data-consistency spec, "Retry Conditions". */
export function isTransient(error: unknown): boolean {
  return isOutage(error) || (isHubApiError(error) && error.status === 429)
}

/** Whether older data may stand in: the server is in trouble, or its answer made no sense. A refusal (4xx) is an answer: what is gone or forbidden is not shown. */
export function mayFallBack(error: unknown): boolean {
  return isTransient(error) || isHubCircuitOpenError(error) || isHubValidationError(error)
}
