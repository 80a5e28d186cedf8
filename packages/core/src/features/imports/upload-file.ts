import type { SupabaseClient } from '@supabase/supabase-js'
import type { RetryPolicy } from 'cockatiel'
import { IMPORTS_BUCKET } from '../../contracts/import-limits.ts'
import type { ImportFileType } from '../../contracts/index.ts'
import { FileRejectedError } from '../../errors/file-rejected-error.ts'
import { HubApiError, HubError, HubNetworkError } from '../../errors/hub-errors.ts'
import type { SendFile, SendFileRequest } from './send-file.ts'

/** A file that is stored and can be imported. */
export interface UploadedFile {
  /** The object's path in bucket `imports`: what an import job takes as `file_url`. */
  fileUrl: string
  fileType: ImportFileType
  fileName: string
  sizeBytes: number
  /** The same content was there already; nothing was sent twice. */
  alreadyStored: boolean
}

const typeOfExtension: Readonly<Record<string, { fileType: ImportFileType; mime: string }>> = {
  csv: { fileType: 'csv', mime: 'text/csv' },
  tsv: { fileType: 'csv', mime: 'text/csv' },
  txt: { fileType: 'csv', mime: 'text/csv' },
  json: { fileType: 'json', mime: 'application/json' },
  ndjson: { fileType: 'ndjson', mime: 'application/x-ndjson' },
  jsonl: { fileType: 'ndjson', mime: 'application/x-ndjson' },
}

/** A name that object storage takes: its last part, in letters, digits, dots, dashes and underscores; the extension stays. */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).pop() ?? ''
  const plain = last
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
  return plain.replace(/^[.-]+/, '').slice(-120) || 'file'
}

async function hashOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function acceptedType(file: File, maxBytes: number): { fileType: ImportFileType; mime: string } {
  const type = typeOfExtension[/\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '']
  if (type === undefined)
    throw new FileRejectedError(
      'FILE_TYPE',
      `${file.name} is neither CSV nor JSON. Choose a .csv or .json file.`,
    )
  if (file.size === 0)
    throw new FileRejectedError(
      'FILE_EMPTY',
      `${file.name} is empty. Choose a file with a header and at least one row.`,
    )
  if (file.size > maxBytes) {
    const [size, limit] = [file.size, maxBytes].map((bytes) => (bytes / 1024 / 1024).toFixed(1))
    throw new FileRejectedError(
      'FILE_TOO_LARGE',
      `${file.name} has ${size} MB. An import takes at most ${limit} MB: split the file.`,
    )
  }
  return type
}

/** What {@link uploadFile} works with. */
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
  /** Hears how many bytes have left. */
  onProgress?: SendFileRequest['onProgress']
}

/** The same content at the same path is no failure. */
function isStored(message: string): boolean {
  return /exists|duplicate/i.test(message)
}

/** What a refusal says to people: its message, where it is JSON, and nothing of a page or a stack. */
function reasonOf(text: string): string {
  if (!/^\s*[{<]/.test(text)) return text
  try {
    const refusal: unknown = JSON.parse(text)
    if (typeof refusal !== 'object' || refusal === null) return ''
    const { message, detail }: { message?: unknown; detail?: unknown } = refusal
    const reason = message ?? detail
    return typeof reason === 'string' ? reason : ''
  } catch {
    return ''
  }
}

function storageError(status: number, message: string, cause?: unknown): HubError {
  if (status === 0)
    return new HubNetworkError('The file could not be sent. Check the connection and try again.', { cause })
  const reason = reasonOf(message)
    .slice(0, 200)
    .replace(/[.\s]*$/, '')
  return new HubApiError(
    {
      status,
      code: 'UPLOAD_FAILED',
      message: reason === '' ? 'The file was not stored. Try again.' : `The file was not stored: ${reason}.`,
    },
    { cause },
  )
}

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

/** Sends the bytes; gives whether they were there already. */
async function store(
  context: UploadContext,
  path: string,
  body: Blob,
  options: UploadOptions,
): Promise<boolean> {
  const url = await signedAddress(context.supabase, path)
  if (url === null) return true
  const answer = await context
    .send({ url, body, contentType: body.type, ...options })
    .catch((error: unknown) => {
      options.signal?.throwIfAborted()
      throw storageError(0, '', error)
    })
  if (answer.status < 300) return false
  if (isStored(answer.text)) return true
  throw storageError(answer.status, answer.text)
}

/**
 * Stores a file in the user's own folder, under the hash of its content: the same file dropped twice, in any tab, is one object, so that
 * a broken upload is safe to repeat.
 * @throws FileRejectedError before anything is sent; HubApiError, HubNetworkError
 */
export async function uploadFile(
  context: UploadContext,
  file: File,
  options: UploadOptions = {},
): Promise<UploadedFile> {
  const { fileType, mime } = acceptedType(file, context.maxBytes)
  const { data } = await context.supabase.auth.getSession()
  if (!data.session)
    throw new HubError('UNAUTHORIZED', 'Nobody is signed in. Sign in and upload the file again.')
  const fileName = safeFileName(file.name)
  const fileUrl = `${data.session.user.id}/${await hashOf(file)}/${fileName}`
  options.signal?.throwIfAborted()
  const body = new Blob([file], { type: mime })
  const alreadyStored = await context.retry.execute(
    () => store(context, fileUrl, body, options),
    options.signal,
  )
  return { fileUrl, fileType, fileName, sizeBytes: file.size, alreadyStored }
}
