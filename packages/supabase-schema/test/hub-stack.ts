import postgres from 'postgres'
import { afterAll } from 'vitest'
import { signUp, startLocalSupabase } from './data-hub.ts'

/**
 * Starts a stack for the tests of a file, with a connection to its database and a person who signed up. All of it ends with the file.
 *
 * @param functionEnv - Settings of the functions, beside a limit of requests that no test reaches.
 */
export async function openHub(functionEnv: Record<string, string> = {}) {
  const stack = await startLocalSupabase({
    functionEnv: { HEADWATER_REQUESTS_PER_MINUTE: '1000000', ...functionEnv },
  })
  const sql = postgres(stack.dbUrl, { max: 4, onnotice: () => undefined })
  afterAll(async () => {
    await sql.end()
    await stack.stop()
  })
  return { stack, sql, ada: await signUp(stack, 'ada@example.com') }
}
