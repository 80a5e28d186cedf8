import type { SupabaseClient } from '@supabase/supabase-js'
import { IMPORTS_BUCKET } from '../../contracts/import-limits.ts'
import { HubNetworkError } from '../../errors/hub-errors.ts'
import type { SendFileAnswer, SendFileRequest } from './send-file.ts'
import { isStored, storageError } from './storage-error.ts'
import type { StoreFile, Storing } from './store-file.ts'
import { beganAt, forgetUpload, rememberUpload } from './upload-places.ts'

/** Bytes of a part: the size that Supabase Storage asks for. What a broken connection costs is less than one. */
export const PART_BYTES = 6 * 1024 * 1024

/** A connection over which nothing has moved for so long is given up. */
const STALLED_MS = 120_000

/** An earlier request still holds the upload: it may be one whose connection broke a moment ago. */
const LOCKED = 423

function brokenOff(): HubNetworkError {
  return new HubNetworkError('The upload was broken off. Try again, and it goes on from there.')
}

/** Where uploads in parts begin, below the address of storage. */
function endpointOf(supabase: SupabaseClient): string {
  const { publicUrl } = supabase.storage.from(IMPORTS_BUCKET).getPublicUrl('file').data
  return publicUrl.replace(/\/object\/public\/.*$/, '/upload/resumable')
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** Waits while the browser knows that it is offline. */
async function online(signal: AbortSignal | undefined): Promise<void> {
  if (typeof window === 'undefined' || navigator.onLine) return
  await new Promise<void>((resolve, reject) => {
    window.addEventListener('online', () => resolve(), { once: true })
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

type Sending = Partial<Pick<SendFileRequest, 'body' | 'headers' | 'onProgress'>>

/**
 * Sends a file in parts that follow one another, and goes on where an earlier try was broken off, in this tab or one that was closed. Each part is tried again
 * by itself; before another try the server is asked how much it has.
 * Source: TUS resumable upload protocol 1.0.0, core and creation; Supabase Storage, "Resumable Uploads".
 */
export const storeInParts: StoreFile = async (context, path, body, { signal, onProgress }) => {
  const { supabase, send, retry } = context
  const endpoint = endpointOf(supabase)
  const name = `${endpoint} ${path}`
  let url = beganAt(name)
  /** How much the server has; null where it has to be asked. */
  let offset: number | null = null

  async function ask(
    method: 'POST' | 'HEAD' | 'PATCH',
    to: string,
    sending: Sending,
  ): Promise<SendFileAnswer> {
    const { data } = await supabase.auth.getSession()
    const stalled = new AbortController()
    const giveUp = () => stalled.abort()
    let timer = setTimeout(giveUp, STALLED_MS)
    try {
      return await send({
        method,
        url: to,
        body: sending.body ?? new Blob([]),
        contentType: 'application/offset+octet-stream',
        headers: {
          authorization: `Bearer ${data.session?.access_token ?? ''}`,
          'tus-resumable': '1.0.0',
          ...sending.headers,
        },
        signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
        onProgress(progress) {
          clearTimeout(timer)
          timer = setTimeout(giveUp, STALLED_MS)
          sending.onProgress?.(progress)
        },
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw storageError(0, '', error)
    } finally {
      clearTimeout(timer)
    }
  }

  /** How much of a begun upload the server has; null where it knows nothing of it any more. */
  async function reached(begun: string): Promise<number | null> {
    const { status, header } = await ask('HEAD', begun, {})
    if (status === LOCKED) throw brokenOff()
    if (status === 429 || status >= 500) throw storageError(status, '')
    const bytes = Number(header?.('upload-offset') ?? Number.NaN)
    return status < 300 && Number.isInteger(bytes) ? bytes : null
  }

  async function begin(): Promise<{ url: string } | Exclude<Storing, 'stored'>> {
    const facts = {
      bucketName: IMPORTS_BUCKET,
      objectName: path,
      contentType: body.type,
    }
    const { status, text, header } = await ask('POST', endpoint, {
      headers: {
        'upload-length': String(body.size),
        'upload-metadata': Object.entries(facts)
          .map(([key, value]) => `${key} ${base64(value)}`)
          .join(','),
      },
    })
    if (status === 409 || isStored(text)) return 'there already'
    if ([404, 405, 501].includes(status)) return 'not here'
    if (status >= 300) throw storageError(status, text)
    const location = header?.('location')
    return location ? { url: new URL(location, endpoint).href } : 'not here'
  }

  /** Sends the part that comes next. */
  async function sendPart(to: string, from: number): Promise<number | 'there already'> {
    const part = body.slice(from, from + PART_BYTES)
    const { status, text, header } = await ask('PATCH', to, {
      body: part,
      headers: { 'upload-offset': String(from) },
      onProgress: ({ loadedBytes }) =>
        onProgress?.({ loadedBytes: from + loadedBytes, totalBytes: body.size }),
    })
    if (status === 409 && isStored(text)) return 'there already'
    if ([LOCKED, 404, 409, 410].includes(status)) throw brokenOff()
    if (status >= 300) throw storageError(status, text)
    return Number(header?.('upload-offset') ?? from + part.size)
  }

  async function step(): Promise<Storing | null> {
    await online(signal)
    if (url !== null && offset === null) {
      offset = await reached(url)
      if (offset === null) {
        forgetUpload(name)
        url = null
      }
    }
    if (url === null) {
      const begun = await begin()
      if (typeof begun === 'string') return begun
      url = begun.url
      offset = 0
      rememberUpload(name, url)
    }
    const from = offset ?? 0
    if (from >= body.size) return 'stored'
    // Whatever breaks off now, the server is asked before the next part.
    offset = null
    const next = await sendPart(url, from)
    if (next === 'there already') return next
    offset = next
    return next >= body.size ? 'stored' : null
  }

  for (;;) {
    const storing = await retry.execute(step, signal)
    if (storing === null) continue
    forgetUpload(name)
    return storing
  }
}
