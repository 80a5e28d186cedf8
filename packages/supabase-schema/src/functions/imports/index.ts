import { connectDatabase } from '../runtime/database.ts'
import { readNumber, readSecretKeys, requireVariable, type Environment } from '../runtime/environment.ts'
import type { FunctionServer } from '../runtime/function-server.ts'
import { createImportWorker } from './app.ts'
import { createImportStorage } from './storage.ts'

/** The function `import-worker`: a slice of an import a call. @throws Error where a variable that it needs is not set */
export function importWorker(env: Environment): FunctionServer {
  return createImportWorker({
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    storage: createImportStorage({
      url: requireVariable(env, 'SUPABASE_URL'),
      key: requireVariable(env, 'SUPABASE_SERVICE_ROLE_KEY'),
    }),
    secretKeys: readSecretKeys(env),
    maxImportBytes: readNumber(env, 'HEADWATER_MAX_IMPORT_BYTES', 10 * 1024 * 1024),
    cpuBudgetMs: readNumber(env, 'HEADWATER_SLICE_CPU_MS', 1500),
    visibilitySeconds: readNumber(env, 'HEADWATER_VISIBILITY_SECONDS', 15),
    slicesPerTenant: readNumber(env, 'HEADWATER_SLICES_PER_TENANT', 1),
    readBytes: readNumber(env, 'HEADWATER_READ_BYTES', 64 * 1024),
    batchRows: readNumber(env, 'HEADWATER_BATCH_ROWS', 5000),
  })
}

export type { Environment } from '../runtime/environment.ts'
export type { FunctionServer } from '../runtime/function-server.ts'
