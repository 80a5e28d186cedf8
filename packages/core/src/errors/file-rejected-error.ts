/** Why a file was not uploaded. */
export type FileRejection = 'FILE_EMPTY' | 'FILE_TOO_LARGE' | 'FILE_TYPE'

/** A file was refused before anything was sent. */
export class FileRejectedError extends Error {
  override readonly name = 'FileRejectedError'
  readonly code: FileRejection

  constructor(code: FileRejection, message: string) {
    super(message)
    this.code = code
  }
}

/** Tells a {@link FileRejectedError}, also across bundles. */
export function isFileRejectedError(error: unknown): error is FileRejectedError {
  return error instanceof Error && error.name === 'FileRejectedError'
}
