import { dashboardApi } from '@headwater/supabase-schema/functions/dashboards'

Deno.serve(dashboardApi('revenue', Deno.env.toObject()).fetch)
