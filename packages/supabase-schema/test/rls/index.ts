import { campaignCases } from './campaigns.ts'
import { dashboardCases } from './dashboards.ts'
import { dataHubCases } from './data-hub.ts'
import { importCases } from './imports.ts'
import { monitoringCases } from './monitoring.ts'
import type { TableCase } from './table-case.ts'
import { tenancyCases } from './tenancy.ts'

/** Every table of the API, an area after the other: a row may refer to those before it. */
export const tableCases: readonly TableCase[] = [
  ...tenancyCases,
  ...dataHubCases,
  ...importCases,
  ...dashboardCases,
  ...monitoringCases,
  ...campaignCases,
]
