import { createCredentialBox } from '../_shared/campaigns/credentials.ts'
import { vendorSettingsOf } from '../_shared/campaigns/vendor.ts'
import { connectDatabase } from '../_shared/database.ts'
import { createMessagingWebhooks } from './app.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

Deno.serve(
  createMessagingWebhooks({
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    credentials: createCredentialBox(Deno.env.get('HEADWATER_CREDENTIAL_KEYS')),
    vendors: vendorSettingsOf((name) => Deno.env.get(name)),
  }).fetch,
)
