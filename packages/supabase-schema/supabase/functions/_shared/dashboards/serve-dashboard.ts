import type { DashboardName } from '@headwater/core/contracts'
import { apiOptionsOfEnv } from '../api-options.ts'
import { createDashboardApp } from './dashboard-app.ts'
import { refreshSettingsOf } from './settings.ts'

/** Serves one dashboard's function with the environment's settings. */
export function serveDashboard(dashboard: DashboardName): void {
  const settings = refreshSettingsOf((name) => Deno.env.get(name))
  Deno.serve(createDashboardApp(dashboard, { ...apiOptionsOfEnv(), settings }).fetch)
}
