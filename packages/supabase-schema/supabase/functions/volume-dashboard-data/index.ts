import { dashboardApi } from '@headwater/supabase-schema/functions/dashboards'

Deno.serve(dashboardApi('volume', Deno.env.toObject()).fetch)
