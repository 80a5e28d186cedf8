import { HubApiError, type HubError, HubNetworkError } from '../../errors/hub-errors.ts'

/** The same content at the same path is no failure. */
export function isStored(message: string): boolean {
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

/** Makes the error of a storage request; status 0 stands for none that was answered. */
export function storageError(status: number, message: string, cause?: unknown): HubError {
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
