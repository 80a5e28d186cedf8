import { connectDatabase } from '../_shared/database.ts'
import { createCallerReader } from '../_shared/caller.ts'
import { createDataHubApi } from './app.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

const origins = Deno.env.get('HEADWATER_ALLOWED_ORIGINS') ?? 'http://127.0.0.1:5173,http://localhost:5173'

Deno.serve(
  createDataHubApi({
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    readCaller: createCallerReader({ url: env('SUPABASE_URL'), key: env('SUPABASE_ANON_KEY') }),
    allowedOrigins: origins.split(',').map((origin) => origin.trim()),
    requestsPerMinute: Number(Deno.env.get('HEADWATER_REQUESTS_PER_MINUTE') ?? 600),
    maxImportBytes: Number(Deno.env.get('HEADWATER_MAX_IMPORT_BYTES') ?? 10 * 1024 * 1024),
  }).fetch,
)
