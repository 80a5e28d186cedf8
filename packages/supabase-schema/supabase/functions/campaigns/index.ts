import { campaigns } from '@headwater/supabase-schema/functions/campaigns'

Deno.serve(campaigns(Deno.env.toObject()).fetch)
