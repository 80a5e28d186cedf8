import { dashboardApi } from '@headwater/supabase-schema/functions/dashboards'

Deno.serve(dashboardApi('infrastructure', Deno.env.toObject()).fetch)
