import { fileURLToPath } from 'node:url'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { LocalSupabase } from '../src/index.ts'

/** A small Supabase project to test with. */
export const project = fileURLToPath(new URL('fixtures/project', import.meta.url))

/** A client that keeps its session to itself. */
export function clientOf(stack: LocalSupabase, key: string = stack.publishableKey): SupabaseClient {
  return createClient(stack.apiUrl, key, { auth: { persistSession: false, autoRefreshToken: false } })
}

/** Signs a person up. */
export async function signUp(
  stack: LocalSupabase,
  email: string,
): Promise<{ client: SupabaseClient; id: string; token: string }> {
  const client = clientOf(stack)
  const { data, error } = await client.auth.signUp({ email, password: 'correct horse' })
  if (error || !data.user || !data.session) throw error ?? new Error('no session')
  return { client, id: data.user.id, token: data.session.access_token }
}

/** Polls until a value is as wanted, for 10 s at most unless told otherwise. */
export async function until<Value>(
  read: () => Promise<Value> | Value,
  done: (value: Value) => boolean,
  timeoutMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await read()
    if (done(value) || Date.now() > deadline) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
