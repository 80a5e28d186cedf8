import type { SupabaseClient } from '@supabase/supabase-js'
import { IMPORTS_BUCKET } from '../../contracts/import-limits.ts'
import { isStored, storageError } from './storage-error.ts'
import type { StoreFile } from './store-file.ts'

/** An address that takes the file once, or null where the same file is stored already. A token that ran out is renewed once. */
async function signedAddress(supabase: SupabaseClient, path: string, renew = true): Promise<string | null> {
  const { data, error } = await supabase.storage.from(IMPORTS_BUCKET).createSignedUploadUrl(path)
  if (!error) return data.signedUrl
  if (isStored(error.message)) return null
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  if (renew && (status === 401 || /jwt|expired/i.test(error.message))) {
    const renewed = await supabase.auth.refreshSession()
    if (!renewed.error) return signedAddress(supabase, path, false)
  }
  throw storageError(status, error.message, error)
}

/** Sends a file in one piece to an address that was signed for it. */
export const storeWhole: StoreFile = ({ supabase, send, retry }, path, body, { signal, onProgress }) =>
  retry.execute(async () => {
    const url = await signedAddress(supabase, path)
    if (url === null) return 'there already'
    const answer = await send({ url, body, contentType: body.type, signal, onProgress }).catch(
      (error: unknown) => {
        signal?.throwIfAborted()
        throw storageError(0, '', error)
      },
    )
    if (answer.status < 300) return 'stored'
    if (isStored(answer.text)) return 'there already'
    throw storageError(answer.status, answer.text)
  }, signal)
