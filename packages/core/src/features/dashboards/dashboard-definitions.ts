import type * as z from 'zod/mini'
import {
  dashboardFunctions,
  infrastructureAnswerSchema,
  InfrastructureClientSchema,
  kpiAnswerSchema,
  KPIClientSchema,
  revenueAnswerSchema,
  RevenueClientSchema,
  volumeAnswerSchema,
  VolumeClientSchema,
  type DashboardName,
  type InfrastructureAnswer,
  type KPIAnswer,
  type RevenueAnswer,
  type VolumeAnswer,
} from '../../contracts/index.ts'
import { CACHE_TTL } from '../../request/cached-read.ts'
import { clientOddities, type ClientOddity } from './client-oddities.ts'

/** What each dashboard shows. */
export interface DashboardAnswers {
  kpi: KPIAnswer
  volume: VolumeAnswer
  revenue: RevenueAnswer
  infrastructure: InfrastructureAnswer
}

/** Which part of a dashboard to read. */
export interface DashboardParameters {
  /** Only these workspaces. @default all that are tracked */
  workspaceIds?: readonly string[] | undefined
}

/** All that differs between the dashboards. */
export interface DashboardDefinition<Name extends DashboardName> {
  functionName: string
  answerSchema: z.ZodMiniType<DashboardAnswers[Name]>
  clientSchema: z.ZodMiniType<DashboardAnswers[Name]['clients'][number]>
  odditiesOf: (client: DashboardAnswers[Name]['clients'][number]) => ClientOddity[]
  ttlMs: number
  /** Those whose figures come from the same reading of the vendor. */
  related: readonly DashboardName[]
}

const statsDashboards: readonly DashboardName[] = ['kpi', 'volume', 'revenue']

/** The dashboards. */
export const definitions: { readonly [Name in DashboardName]: DashboardDefinition<Name> } = {
  kpi: {
    functionName: dashboardFunctions.kpi,
    answerSchema: kpiAnswerSchema,
    clientSchema: KPIClientSchema,
    odditiesOf: clientOddities.kpi,
    ttlMs: CACHE_TTL.KPI,
    related: statsDashboards,
  },
  volume: {
    functionName: dashboardFunctions.volume,
    answerSchema: volumeAnswerSchema,
    clientSchema: VolumeClientSchema,
    odditiesOf: clientOddities.volume,
    ttlMs: CACHE_TTL.VOLUME,
    related: statsDashboards,
  },
  revenue: {
    functionName: dashboardFunctions.revenue,
    answerSchema: revenueAnswerSchema,
    clientSchema: RevenueClientSchema,
    odditiesOf: clientOddities.revenue,
    ttlMs: CACHE_TTL.REVENUE,
    related: statsDashboards,
  },
  infrastructure: {
    functionName: dashboardFunctions.infrastructure,
    answerSchema: infrastructureAnswerSchema,
    clientSchema: InfrastructureClientSchema,
    odditiesOf: clientOddities.infrastructure,
    ttlMs: CACHE_TTL.INFRASTRUCTURE,
    related: ['infrastructure', 'volume'],
  },
}

/**
 * What is odd about figures that are valid each, with a code to write a sentence of.
 *
 * @example
 * odditiesOf('kpi', data.clients) // [{ code: 'NO_TARGET', name: 'Alder', value: null }]
 */
export function odditiesOf<Name extends DashboardName>(
  dashboard: Name,
  clients: DashboardAnswers[Name]['clients'],
): ClientOddity[] {
  const { odditiesOf: of } = definitions[dashboard]
  const rows: readonly DashboardAnswers[Name]['clients'][number][] = clients
  return rows.flatMap(of)
}

/** Parameters in one form: the same selection has the same key, in whichever order it was made. */
export function normalized({ workspaceIds }: DashboardParameters = {}): { workspaceIds?: readonly string[] } {
  return workspaceIds === undefined ? {} : { workspaceIds: [...new Set(workspaceIds)].toSorted() }
}

/** The keys of dashboards in the query cache. */
export const dashboardKeys = {
  all: ['headwater', 'dashboards'] as const,
  of: (name: DashboardName) => [...dashboardKeys.all, name] as const,
  one: (name: DashboardName, parameters: DashboardParameters = {}) =>
    [...dashboardKeys.of(name), normalized(parameters)] as const,
  accounts: (parameters: DashboardParameters = {}) =>
    [...dashboardKeys.all, 'email-accounts', normalized(parameters)] as const,
}

/** The query string of a selection. */
export function queryOf(
  { workspaceIds }: DashboardParameters,
  more: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(more)
  if (workspaceIds !== undefined) search.set('workspace_ids', [...workspaceIds].join(','))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
