import { refreshSettingsOf } from '../_shared/dashboards/settings.ts'
import { connectDatabase } from '../_shared/database.ts'
import { createDashboardRefresh } from './app.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

Deno.serve(
  createDashboardRefresh({
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    settings: refreshSettingsOf((name) => Deno.env.get(name)),
    secretKeys: Object.values<string>(JSON.parse(env('SUPABASE_SECRET_KEYS'))),
  }).fetch,
)
