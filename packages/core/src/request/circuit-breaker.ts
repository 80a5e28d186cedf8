import type { CircuitBreakerPolicy } from 'cockatiel'
import { HubCircuitOpenError } from '../errors/hub-errors.ts'
import type * as breakerPolicy from './breaker-policy.ts'
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

type Mechanics = typeof breakerPolicy

/** The mechanics are worth waiting for so long, in milliseconds: where they don't load, the network is down anyway. */
const LOAD_MS = 2000

/**
 * Makes circuit breakers. A timeout, a lost connection and a 5xx count as failures; a refusal shows that the server works. An endpoint gets its breaker
 * with its first failure: a page on which nothing fails loads none.
 */
export function createCircuitBreakers({
  threshold = 5,
  halfOpenAfterMs = 30_000,
  probes = 1,
}: CircuitBreakerOptions = {}): CircuitBreakers {
  const policies = new Map<string, CircuitBreakerPolicy>()
  let mechanics: Mechanics | null = null

  async function load(): Promise<Mechanics | null> {
    const loading = import('./breaker-policy.ts').catch(() => null)
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), LOAD_MS)
    })
    mechanics ??= await Promise.race([loading, late])
    clearTimeout(timer)
    return mechanics
  }

  /** Counts an endpoint's failure that happened before it had a breaker. */
  async function begin(endpoint: string, failure: unknown): Promise<void> {
    const loaded = mechanics ?? (await load())
    if (!loaded) return
    const policy =
      policies.get(endpoint) ?? loaded.createBreakerPolicy({ threshold, halfOpenAfterMs, probes })
    policies.set(endpoint, policy)
    await policy.execute(() => Promise.reject(failure)).catch(() => undefined)
  }

  return {
    async execute(endpoint, run, signal) {
      const policy = policies.get(endpoint)
      try {
        return await (policy ? policy.execute(run, signal) : run())
      } catch (error) {
        if (!policy && isOutage(error)) await begin(endpoint, error)
        if (!(error instanceof Error) || !('isBrokenCircuitError' in error)) throw error
        throw new HubCircuitOpenError(
          `${endpoint} failed ${threshold} times in a row, so it is left alone for a while. Try again in ${Math.ceil(halfOpenAfterMs / 1000)} s.`,
          { cause: error },
        )
      }
    },
    isOpen(endpoint) {
      const policy = policies.get(endpoint)
      return policy !== undefined && mechanics !== null && mechanics.isOpenPolicy(policy)
    },
  }
}
