import type { LocalSupabase } from '@headwater/local-supabase'
import { createClient } from '@supabase/supabase-js'

/** A signed-in user of a bench's stack. */
export interface BenchUser {
  id: string
  /** Access token and refresh token. */
  session: readonly [string, string]
  /** Calls a function; answers its data. */
  call<Data>(functionName: string, method: string, path: string, body?: object): Promise<Data>
}

/** Signs a user up who may call the functions. */
export async function signUp(stack: LocalSupabase): Promise<BenchUser> {
  const client = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { data, error } = await client.auth.signUp({
    email: `bench-${crypto.randomUUID()}@example.com`,
    password: 'correct horse battery',
  })
  if (error || !data.session || !data.user) throw error ?? new Error('No session.')
  const { access_token: token, refresh_token: refreshToken } = data.session
  return {
    id: data.user.id,
    session: [token, refreshToken],
    async call<Data>(functionName: string, method: string, path: string, body?: object): Promise<Data> {
      const response = await fetch(`${stack.functionsUrl}/${functionName}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
      const answer: { data: Data } = await response.json()
      return answer.data
    },
  }
}
