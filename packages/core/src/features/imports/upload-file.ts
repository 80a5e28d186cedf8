import type { SupabaseClient } from '@supabase/supabase-js'
import { IMPORTS_BUCKET, type ImportFileType } from '../../contracts/index.ts'
import { FileRejectedError } from '../../errors/file-rejected-error.ts'
import { HubApiError, HubError, HubNetworkError } from '../../errors/hub-errors.ts'

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

/**
 * Stores a file in the user's own folder, under the hash of its content: the same file dropped twice, in any tab, is one object.
 * @throws FileRejectedError before anything is sent; HubApiError, HubNetworkError
 */
export async function uploadFile(options: {
  supabase: SupabaseClient
  file: File
  maxBytes: number
}): Promise<UploadedFile> {
  const { supabase, file, maxBytes } = options
  const { fileType, mime } = acceptedType(file, maxBytes)
  const { data } = await supabase.auth.getSession()
  if (!data.session)
    throw new HubError('UNAUTHORIZED', 'Nobody is signed in. Sign in and upload the file again.')
  const fileName = safeFileName(file.name)
  const fileUrl = `${data.session.user.id}/${await hashOf(file)}/${fileName}`
  const body = new Blob([file], { type: mime })
  const { error } = await supabase.storage
    .from(IMPORTS_BUCKET)
    .upload(fileUrl, body, { contentType: mime, upsert: false })
  const alreadyStored = error !== null && /exists|duplicate/i.test(error.message)
  if (error && !alreadyStored) {
    const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
    if (status === 0)
      throw new HubNetworkError('The file could not be sent. Check the connection and try again.', {
        cause: error,
      })
    throw new HubApiError(
      { status, code: 'UPLOAD_FAILED', message: `The file was not stored: ${error.message}.` },
      { cause: error },
    )
  }
  return { fileUrl, fileType, fileName, sizeBytes: file.size, alreadyStored }
}
