import { connectDatabase } from '../_shared/database.ts'
import { createHealthMonitor } from './app.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

Deno.serve(
  createHealthMonitor({
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    secretKeys: Object.values<string>(JSON.parse(env('SUPABASE_SECRET_KEYS'))),
    slackOrigin: Deno.env.get('HEADWATER_SLACK_URL') ?? null,
    timeoutMs: Number(Deno.env.get('HEADWATER_SLACK_TIMEOUT_MS') ?? 10_000),
    maxMessages: 50,
  }).fetch,
)
