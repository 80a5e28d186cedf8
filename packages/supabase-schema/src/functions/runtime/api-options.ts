import type { ApiOptions } from './api-app.ts'
import { createCallerReader } from './caller.ts'
import { connectDatabase } from './database.ts'
import { readNumber, requireVariable, type Environment } from './environment.ts'

const LOCAL_ORIGINS = 'http://127.0.0.1:5173,http://localhost:5173'

/** What every API is made of, as the environment says. */
export function readApiOptions(env: Environment): ApiOptions {
  const origins = env['HEADWATER_ALLOWED_ORIGINS'] ?? LOCAL_ORIGINS
  return {
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    readCaller: createCallerReader({
      url: requireVariable(env, 'SUPABASE_URL'),
      key: requireVariable(env, 'SUPABASE_ANON_KEY'),
    }),
    allowedOrigins: origins.split(',').map((origin) => origin.trim()),
    requestsPerMinute: readNumber(env, 'HEADWATER_REQUESTS_PER_MINUTE', 600),
  }
}
