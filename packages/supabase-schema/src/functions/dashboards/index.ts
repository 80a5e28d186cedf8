import type { DashboardName } from '@headwater/core/contracts'
import { readApiOptions } from '../runtime/api-options.ts'
import { connectDatabase } from '../runtime/database.ts'
import { readSecretKeys, requireVariable, type Environment } from '../runtime/environment.ts'
import type { FunctionServer } from '../runtime/function-server.ts'
import { createDashboardApp } from './dashboard-app.ts'
import { createDashboardRefresh } from './dashboard-refresh.ts'
import { readRefreshSettings } from './settings.ts'

/** The function of one dashboard, such as `hybrid-workspace-analytics`. @throws Error where a variable that it needs is not set */
export function dashboardApi(dashboard: DashboardName, env: Environment): FunctionServer {
  return createDashboardApp(dashboard, { ...readApiOptions(env), settings: readRefreshSettings(env) })
}

/** The function `dashboard-refresh`: reads one connection's figures. @throws Error where a variable that it needs is not set */
export function dashboardRefresh(env: Environment): FunctionServer {
  return createDashboardRefresh({
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    settings: readRefreshSettings(env),
    secretKeys: readSecretKeys(env),
  })
}

export type { Environment } from '../runtime/environment.ts'
export type { FunctionServer } from '../runtime/function-server.ts'
