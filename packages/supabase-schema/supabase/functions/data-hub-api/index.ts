import { dataHubApi } from '@headwater/supabase-schema/functions/data-hub'

Deno.serve(dataHubApi(Deno.env.toObject()).fetch)
