import { campaignApi } from '@headwater/supabase-schema/functions/campaigns'

Deno.serve(campaignApi(Deno.env.toObject()).fetch)
