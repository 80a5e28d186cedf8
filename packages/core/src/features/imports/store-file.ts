import type { SupabaseClient } from '@supabase/supabase-js'
import type { RetryPolicy } from 'cockatiel'
import type { SendFile, SendFileRequest } from './send-file.ts'

/** What uploads work with. */
export interface UploadContext {
  supabase: SupabaseClient
  maxBytes: number
  retry: RetryPolicy
  send: SendFile
}

/** How an upload is watched and stopped. */
export interface UploadOptions {
  /** Stops the upload; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Hears how many bytes have left, those of an earlier try included where it goes on from there. */
  onProgress?: SendFileRequest['onProgress']
}

/** What became of a file; `not here`: the server doesn't take files this way. */
export type Storing = 'stored' | 'there already' | 'not here'

/** Stores a file at a path of the bucket. @throws HubApiError, HubNetworkError */
export type StoreFile = (
  context: UploadContext,
  path: string,
  body: Blob,
  options: UploadOptions,
) => Promise<Storing>
