import type { SupabaseClient } from '@supabase/supabase-js'
import * as z from 'zod/mini'

const profileSchema = z.nullable(z.object({ agency_id: z.string() }))

/** Reads the agency of a user, or null where they have none. @throws what the request failed with */
export async function readAgencyId(supabase: SupabaseClient, userId: string): Promise<string | null> {
  const { data, error } = await supabase
    .from('user_profiles')
    .select('agency_id')
    .eq('id', userId)
    .maybeSingle()
  if (error) throw error
  return profileSchema.parse(data)?.agency_id ?? null
}
