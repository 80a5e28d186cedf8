import { messagingWebhooks } from '@headwater/supabase-schema/functions/campaigns'

Deno.serve(messagingWebhooks(Deno.env.toObject()).fetch)
