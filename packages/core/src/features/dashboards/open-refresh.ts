import type { SupabaseClient } from '@supabase/supabase-js'
import { HubNetworkError } from '../../errors/hub-errors.ts'
import { problemOf } from '../data-hub-transport.ts'

/**
 * Asks for a forced refresh and gives the body as it streams. `functions.invoke` reads a body whole before it answers, so this takes the client's own fetch, which adds
 * the key and the user's token as well.
 *
 * @throws HubApiError, HubNetworkError
 */
export async function openRefresh(
  supabase: SupabaseClient,
  path: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const send = supabase['functionsFetch'] ?? supabase['fetch'] ?? fetch
  const url = `${supabase['functionsUrl'].href.replace(/\/$/, '')}/${path}`
  let response: Response
  try {
    response = await send(url, { method: 'GET', signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new HubNetworkError('The server could not be reached. Check the connection and try again.', {
      cause: error,
    })
  }
  if (!response.ok) throw await problemOf(response)
  if (response.body === null) throw new HubNetworkError('The server’s answer has no body. Try again.')
  return response.body
}
