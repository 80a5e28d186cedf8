import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel'
import { HubCircuitOpenError } from '../errors/hub-errors.ts'
import { isOutage } from './transient.ts'

/** When an endpoint that keeps failing is left alone. */
export interface CircuitBreakerOptions {
  /** Failures in a row that open the circuit. @default 5 */
  threshold?: number | undefined
  /** How long it stays open before a probe, in milliseconds. @default 30_000 */
  halfOpenAfterMs?: number | undefined
  /** Requests that probe a half-open circuit; others wait for what they find. @default 1 */
  probes?: number | undefined
}

/** A circuit breaker for each endpoint: one that is down leaves the others. */
export interface CircuitBreakers {
  /** Runs a request through its endpoint's breaker. @throws HubCircuitOpenError while the circuit is open */
  execute<Value>(endpoint: string, run: () => Promise<Value>, signal?: AbortSignal): Promise<Value>
  /** Whether an endpoint is left alone now. */
  isOpen(endpoint: string): boolean
}

/** Makes circuit breakers. A timeout, a lost connection and a 5xx count as failures; a refusal shows that the server works. */
export function createCircuitBreakers({
  threshold = 5,
  halfOpenAfterMs = 30_000,
  probes = 1,
}: CircuitBreakerOptions = {}): CircuitBreakers {
  const policies = new Map<string, CircuitBreakerPolicy>()
  function policyOf(endpoint: string): CircuitBreakerPolicy {
    const known = policies.get(endpoint)
    if (known) return known
    const policy = circuitBreaker(handleWhen(isOutage), {
      halfOpenAfter: halfOpenAfterMs,
      halfOpenSampling: { calls: probes, threshold: 0 },
      breaker: new ConsecutiveBreaker(threshold),
    })
    policies.set(endpoint, policy)
    return policy
  }
  return {
    async execute(endpoint, run, signal) {
      try {
        return await policyOf(endpoint).execute(run, signal)
      } catch (error) {
        if (!(error instanceof Error) || !('isBrokenCircuitError' in error)) throw error
        throw new HubCircuitOpenError(
          `${endpoint} failed ${threshold} times in a row, so it is left alone for a while. Try again in ${Math.ceil(halfOpenAfterMs / 1000)} s.`,
          { cause: error },
        )
      }
    },
    isOpen: (endpoint) => policies.get(endpoint)?.state === CircuitState.Open,
  }
}
