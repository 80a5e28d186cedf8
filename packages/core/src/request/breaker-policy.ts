import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel'
import { isOutage } from './transient.ts'

/** Makes one endpoint's breaker. */
export function createBreakerPolicy(options: {
  threshold: number
  halfOpenAfterMs: number
  probes: number
}): CircuitBreakerPolicy {
  return circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: options.halfOpenAfterMs,
    halfOpenSampling: { calls: options.probes, threshold: 0 },
    breaker: new ConsecutiveBreaker(options.threshold),
  })
}

/** Whether a breaker lets nothing through. */
export function isOpenPolicy(policy: CircuitBreakerPolicy): boolean {
  return policy.state === CircuitState.Open
}
