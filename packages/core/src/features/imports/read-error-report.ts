import type { SupabaseClient } from '@supabase/supabase-js'
import { HubNetworkError } from '../../errors/hub-errors.ts'
import { problemOf } from '../data-hub-transport.ts'

/** Reads an import's rejected rows as a CSV file. @throws HubApiError, HubNetworkError */
export async function readErrorReport(supabase: SupabaseClient, id: string): Promise<Blob> {
  const { data, error, response } = await supabase.functions.invoke<unknown>(
    `data-hub-api/import-jobs/${id}/errors.csv`,
    { method: 'GET' },
  )
  if (response && !response.ok) throw await problemOf(response)
  if (error || typeof data !== 'string')
    throw new HubNetworkError('The report could not be read. Check the connection and try again.', {
      cause: error,
    })
  // Reading text drops the byte order mark, by which spreadsheets know the encoding.
  return new Blob(['\uFEFF', data.replace(/^\uFEFF/, '')], { type: 'text/csv' })
}
