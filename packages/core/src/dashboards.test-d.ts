import { expectTypeOf } from 'vitest'
import { createHub } from './create-hub.ts'
import {
  createDashboards,
  dashboardViewOf,
  type KPIAnswer,
  type KPIClient,
  type RevenueAnswer,
} from './dashboards/index.ts'
import type { Fetched } from './request/meta.ts'
import { createMemorySupabase } from './testing/index.ts'

const hub = createHub({ supabase: createMemorySupabase() })
const dashboards = createDashboards(hub)

expectTypeOf(dashboards.fetchKPIData()).resolves.toEqualTypeOf<Fetched<KPIAnswer>>()
expectTypeOf(dashboards.fetchRevenueData({ force: true })).resolves.toEqualTypeOf<Fetched<RevenueAnswer>>()
expectTypeOf<KPIAnswer['clients']>().toEqualTypeOf<KPIClient[]>()
expectTypeOf<KPIClient['leadsGenerated']>().toEqualTypeOf<number>()
expectTypeOf<RevenueAnswer['clients'][number]['marginMinor']>().toEqualTypeOf<number | null>()
expectTypeOf(hub.queryClient.fetchQuery(dashboards.queries.kpi())).resolves.toEqualTypeOf<
  Fetched<KPIAnswer>
>()
expectTypeOf(hub.queryClient.getQueryData(dashboards.keys.one('kpi'))).toEqualTypeOf<unknown>()

const view = dashboardViewOf<KPIAnswer>({ data: undefined, error: null }, Date.now())
if (view.state === 'ready') expectTypeOf(view.data).toEqualTypeOf<KPIAnswer>()
else if (view.state === 'error') expectTypeOf(view.failure.code).toEqualTypeOf<string>()

// @ts-expect-error A dashboard takes no parameter that the server doesn't know.
void dashboards.fetchKPIData({ month: '2026-11' })
// @ts-expect-error Money without its currency's member is no target.
void dashboards.targets.save('id', { monthly_kpi: 1, price_per_lead_minor: 1, monthly_cost_minor: 1 })
