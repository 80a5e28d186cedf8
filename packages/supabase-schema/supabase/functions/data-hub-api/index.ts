import { apiOptionsOfEnv } from '../_shared/api-options.ts'
import { createDataHubApi } from './app.ts'

Deno.serve(
  createDataHubApi({
    ...apiOptionsOfEnv(),
    maxImportBytes: Number(Deno.env.get('HEADWATER_MAX_IMPORT_BYTES') ?? 10 * 1024 * 1024),
  }).fetch,
)
