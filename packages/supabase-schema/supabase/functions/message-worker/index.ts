import { messageWorker } from '@headwater/supabase-schema/functions/campaigns'

Deno.serve(messageWorker(Deno.env.toObject()).fetch)
