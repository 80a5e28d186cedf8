import { createCredentialBox } from '../_shared/campaigns/credentials.ts'
import { vendorSettingsOf } from '../_shared/campaigns/vendor.ts'
import { connectDatabase } from '../_shared/database.ts'
import { requiredEnv } from '../_shared/required-env.ts'
import { createMessageWorker } from './app.ts'

const number = (name: string, fallback: number): number => Number(Deno.env.get(name) ?? fallback)

const vendors = vendorSettingsOf((name) => Deno.env.get(name))

Deno.serve(
  createMessageWorker({
    sql: connectDatabase(requiredEnv('SUPABASE_DB_URL')),
    secretKeys: Object.values<string>(JSON.parse(requiredEnv('SUPABASE_SECRET_KEYS'))),
    credentials: createCredentialBox(Deno.env.get('HEADWATER_CREDENTIAL_KEYS')),
    vendors,
    sliceMs: number('HEADWATER_SEND_SLICE_MS', 30_000),
    cpuBudgetMs: number('HEADWATER_SLICE_CPU_MS', 1500),
    visibilitySeconds: number('HEADWATER_SEND_VISIBILITY_SECONDS', 20),
    batchMessages: number('HEADWATER_SEND_BATCH', 100),
    concurrency: number('HEADWATER_SEND_CONCURRENCY', 64),
    // Nobody is asked about a request that may still be under way.
    doubtSeconds: Math.max(number('HEADWATER_DOUBT_SECONDS', 60), vendors.timeoutMs / 1000 + 1),
    giveUpSeconds: number('HEADWATER_DOUBT_GIVE_UP_SECONDS', 3600),
  }).fetch,
)
