import type { SupabaseClient } from '@supabase/supabase-js'
import type { QueryClient } from '@tanstack/query-core'
import type { RetryPolicy } from 'cockatiel'
import type { CircuitBreakers } from '../request/circuit-breaker.ts'
import type { Transport } from './data-hub-transport.ts'
import type { LiveClient } from './live/index.ts'
import type { Session } from './session.ts'

/** What clients beside the hub's own are built on: the same cache, policies and session. */
export interface HubContext {
  supabase: SupabaseClient
  queryClient: QueryClient
  transport: Transport
  breakers: CircuitBreakers
  retry: RetryPolicy
  session: Session
  live: LiveClient
  /** When a request is aborted, in milliseconds. */
  timeoutMs: number
}
