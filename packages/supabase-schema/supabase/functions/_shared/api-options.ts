import type { ApiOptions } from './api-app.ts'
import { createCallerReader } from './caller.ts'
import { connectDatabase } from './database.ts'
import { requiredEnv } from './required-env.ts'

/** What every API is made of, as the environment says. */
export function apiOptionsOfEnv(): ApiOptions {
  const origins = Deno.env.get('HEADWATER_ALLOWED_ORIGINS') ?? 'http://127.0.0.1:5173,http://localhost:5173'
  return {
    sql: connectDatabase(requiredEnv('SUPABASE_DB_URL')),
    readCaller: createCallerReader({
      url: requiredEnv('SUPABASE_URL'),
      key: requiredEnv('SUPABASE_ANON_KEY'),
    }),
    allowedOrigins: origins.split(',').map((origin) => origin.trim()),
    requestsPerMinute: Number(Deno.env.get('HEADWATER_REQUESTS_PER_MINUTE') ?? 600),
  }
}
