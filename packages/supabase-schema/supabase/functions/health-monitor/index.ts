import { healthMonitor } from '@headwater/supabase-schema/functions/monitoring'

Deno.serve(healthMonitor(Deno.env.toObject()).fetch)
