import { createClient } from '@supabase/supabase-js'
import { ProblemError } from './problem.ts'

/** Who calls, as their token says. */
export interface Caller {
  id: string
  /** The token's whole payload: what row level security reads. */
  claims: Readonly<Record<string, unknown>>
}

const CACHE_MS = 30_000
const CACHE_SIZE = 1000

/** Makes the function that verifies a request's token. A verified one is trusted for 30 s, and never longer than it lives. */
export function createCallerReader({
  url,
  key,
}: {
  url: string
  key: string
}): (authorization: string | undefined) => Promise<Caller> {
  const auth = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } }).auth
  const known = new Map<string, { caller: Caller; until: number }>()
  return async (authorization) => {
    const token = authorization?.match(/^Bearer (.+)$/)?.[1]
    if (token === undefined)
      throw new ProblemError('UNAUTHORIZED', 'Send the user’s access token as “Authorization: Bearer …”.')
    const cached = known.get(token)
    if (cached && cached.until > Date.now()) return cached.caller
    const { data, error } = await auth.getClaims(token)
    if (error || !data || typeof data.claims.sub !== 'string' || data.claims.role !== 'authenticated') {
      throw new ProblemError('UNAUTHORIZED', 'The access token is not valid or has expired. Sign in again.')
    }
    const caller = { id: data.claims.sub, claims: { ...data.claims } }
    if (known.size >= CACHE_SIZE) known.clear()
    known.set(token, { caller, until: Math.min(Date.now() + CACHE_MS, data.claims.exp * 1000) })
    return caller
  }
}
