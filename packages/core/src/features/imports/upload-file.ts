import type { ImportFileType } from '../../contracts/index.ts'
import { FileRejectedError } from '../../errors/file-rejected-error.ts'
import { HubError } from '../../errors/hub-errors.ts'
import { contentHash } from './content-hash.ts'
import type { StoreFile, Storing, UploadContext, UploadOptions } from './store-file.ts'
import { storeWhole } from './store-whole.ts'

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

/** Larger files are sent in parts, so that one that breaks off goes on. Source: Supabase Storage, "Resumable Uploads". */
const IN_PARTS_FROM_BYTES = 6 * 1024 * 1024

/** Sends a file in parts where it is large and the server takes that, else in one piece. */
async function store(...args: Parameters<StoreFile>): Promise<Storing> {
  const [, , body] = args
  if (body.size > IN_PARTS_FROM_BYTES) {
    const { storeInParts } = await import('./store-in-parts.ts')
    const storing = await storeInParts(...args)
    if (storing !== 'not here') return storing
  }
  return storeWhole(...args)
}

/**
 * Stores a file in the user's own folder, under the hash of its content: the same file dropped twice, in any tab, is one object, so that
 * a broken upload is safe to repeat. It is read in pieces, whatever its size. One over 6 MB is sent in parts: an upload that a lost connection or a closed
 * tab broke off goes on from there when the same file is given again within a day.
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
  const fileUrl = `${data.session.user.id}/${await contentHash(file, options.signal)}/${fileName}`
  options.signal?.throwIfAborted()
  const storing = await store(context, fileUrl, new Blob([file], { type: mime }), options)
  return { fileUrl, fileType, fileName, sizeBytes: file.size, alreadyStored: storing === 'there already' }
}
