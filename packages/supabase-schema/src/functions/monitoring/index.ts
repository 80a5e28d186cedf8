import { connectDatabase } from '../runtime/database.ts'
import { readNumber, readSecretKeys, requireVariable, type Environment } from '../runtime/environment.ts'
import type { FunctionServer } from '../runtime/function-server.ts'
import { createHealthMonitor } from './app.ts'

/** The function `health-monitor`: opens, closes and announces incidents. @throws Error where a variable that it needs is not set */
export function healthMonitor(env: Environment): FunctionServer {
  return createHealthMonitor({
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    secretKeys: readSecretKeys(env),
    slackOrigin: env['HEADWATER_SLACK_URL'] ?? null,
    timeoutMs: readNumber(env, 'HEADWATER_SLACK_TIMEOUT_MS', 10_000),
    maxMessages: 50,
  })
}

export type { Environment } from '../runtime/environment.ts'
export type { FunctionServer } from '../runtime/function-server.ts'
