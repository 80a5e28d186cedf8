import { dashboardApi } from '@headwater/supabase-schema/functions/dashboards'

Deno.serve(dashboardApi('kpi', Deno.env.toObject()).fetch)
