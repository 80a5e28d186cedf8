import { createCallerReader } from '../caller.ts'
import { connectDatabase } from '../database.ts'
import { createApiApp, type ApiMount } from './api-app.ts'
import { createCredentialBox } from './credentials.ts'
import { vendorSettingsOf } from './vendor.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

/** Serves a mount of the campaigns' routes with the environment's settings. */
export function serveApi(mount: ApiMount): void {
  const origins = Deno.env.get('HEADWATER_ALLOWED_ORIGINS') ?? 'http://127.0.0.1:5173,http://localhost:5173'
  const app = createApiApp(
    {
      sql: connectDatabase(env('SUPABASE_DB_URL')),
      readCaller: createCallerReader({ url: env('SUPABASE_URL'), key: env('SUPABASE_ANON_KEY') }),
      allowedOrigins: origins.split(',').map((origin) => origin.trim()),
      requestsPerMinute: Number(Deno.env.get('HEADWATER_REQUESTS_PER_MINUTE') ?? 600),
      credentials: createCredentialBox(Deno.env.get('HEADWATER_CREDENTIAL_KEYS')),
      vendors: vendorSettingsOf((name) => Deno.env.get(name)),
    },
    mount,
  )
  Deno.serve(app.fetch)
}
