import { connectDatabase } from '../_shared/database.ts'
import { createImportWorker } from './app.ts'
import { createImportStorage } from './storage.ts'

function env(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

Deno.serve(
  createImportWorker({
    sql: connectDatabase(env('SUPABASE_DB_URL')),
    storage: createImportStorage({ url: env('SUPABASE_URL'), key: env('SUPABASE_SERVICE_ROLE_KEY') }),
    secretKeys: Object.values<string>(JSON.parse(env('SUPABASE_SECRET_KEYS'))),
    maxImportBytes: Number(Deno.env.get('HEADWATER_MAX_IMPORT_BYTES') ?? 10 * 1024 * 1024),
    cpuBudgetMs: Number(Deno.env.get('HEADWATER_SLICE_CPU_MS') ?? 1500),
    visibilitySeconds: Number(Deno.env.get('HEADWATER_VISIBILITY_SECONDS') ?? 15),
    slicesPerTenant: Number(Deno.env.get('HEADWATER_SLICES_PER_TENANT') ?? 1),
    readBytes: Number(Deno.env.get('HEADWATER_READ_BYTES') ?? 64 * 1024),
    batchRows: Number(Deno.env.get('HEADWATER_BATCH_ROWS') ?? 5000),
  }).fetch,
)
