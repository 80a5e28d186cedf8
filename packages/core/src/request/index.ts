export { cachedRead, CACHE_TTL } from './cached-read.ts'
export { createCircuitBreakers, type CircuitBreakerOptions, type CircuitBreakers } from './circuit-breaker.ts'
export { defaultFreshnessLimits, freshnessOf, type Freshness, type FreshnessLimits } from './freshness.ts'
export { indexedDbStore } from './indexed-db-store.ts'
export { localStorageStore } from './local-storage-store.ts'
export type { Fetched, RequestFailure, RequestMeta } from './meta.ts'
export {
  createPersistence,
  type KeyValueStore,
  type PersistedEntry,
  type PersistedKey,
  type Persistence,
  type PersistenceOptions,
  type PersistenceState,
} from './persistence.ts'
export { createQueryClient } from './query-client.ts'
export { createRetry, RETRY_CONFIG, type RetryOptions } from './retry.ts'
export { retryAfterMsOf } from './retry-after.ts'
export { fallbackOf, withStaleFallback, type StaleFallbackOptions } from './stale-fallback.ts'
export { REQUEST_TIMEOUT, withTimeout } from './timeout.ts'
export { isOutage, isTransient, mayFallBack } from './transient.ts'
export { validateList, type ItemError, type ListItemSchema, type ListValidation } from './validation.ts'
