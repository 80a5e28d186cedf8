import { dashboardRefresh } from '@headwater/supabase-schema/functions/dashboards'

Deno.serve(dashboardRefresh(Deno.env.toObject()).fetch)
