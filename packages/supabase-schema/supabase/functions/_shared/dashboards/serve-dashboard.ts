import type { DashboardName } from '@headwater/core/contracts'
import { createCallerReader } from '../caller.ts'
import { connectDatabase } from '../database.ts'
import { createDashboardApp } from './dashboard-app.ts'
import { refreshSettingsOf } from './settings.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

/** Serves one dashboard's function with the environment's settings. */
export function serveDashboard(dashboard: DashboardName): void {
  const origins = Deno.env.get('HEADWATER_ALLOWED_ORIGINS') ?? 'http://127.0.0.1:5173,http://localhost:5173'
  const app = createDashboardApp(dashboard, {
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    readCaller: createCallerReader({ url: env('SUPABASE_URL'), key: env('SUPABASE_ANON_KEY') }),
    allowedOrigins: origins.split(',').map((origin) => origin.trim()),
    settings: refreshSettingsOf((name) => Deno.env.get(name)),
  })
  Deno.serve(app.fetch)
}
