import type { FunctionServer } from '../runtime/function-server.ts'
import { readApiOptions } from '../runtime/api-options.ts'
import { readNumber, type Environment } from '../runtime/environment.ts'
import { createDataHubApi } from './app.ts'

/** The function `data-hub-api`: models, records and imports. @throws Error where a variable that it needs is not set */
export function dataHubApi(env: Environment): FunctionServer {
  return createDataHubApi({
    ...readApiOptions(env),
    maxImportBytes: readNumber(env, 'HEADWATER_MAX_IMPORT_BYTES', 10 * 1024 * 1024),
  })
}

export type { Environment } from '../runtime/environment.ts'
export type { FunctionServer } from '../runtime/function-server.ts'
