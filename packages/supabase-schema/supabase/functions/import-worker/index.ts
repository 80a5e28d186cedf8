import { importWorker } from '@headwater/supabase-schema/functions/imports'

Deno.serve(importWorker(Deno.env.toObject()).fetch)
