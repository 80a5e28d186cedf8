import { createCredentialBox } from '../_shared/campaigns/credentials.ts'
import { vendorSettingsOf } from '../_shared/campaigns/vendor.ts'
import { connectDatabase } from '../_shared/database.ts'
import { requiredEnv } from '../_shared/required-env.ts'
import { createMessagingWebhooks } from './app.ts'

Deno.serve(
  createMessagingWebhooks({
    sql: connectDatabase(requiredEnv('SUPABASE_DB_URL')),
    credentials: createCredentialBox(Deno.env.get('HEADWATER_CREDENTIAL_KEYS')),
    vendors: vendorSettingsOf((name) => Deno.env.get(name)),
  }).fetch,
)
