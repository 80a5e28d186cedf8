/** One PUT of a file's bytes. */
export interface SendFileRequest {
  url: string
  body: Blob
  contentType: string
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { loadedBytes: number; totalBytes: number }) => void) | undefined
}

/** Sends bytes and gives the answer. Rejects when there is none, or with the signal's reason. */
export type SendFile = (request: SendFileRequest) => Promise<{ status: number; text: string }>

/** Sends with XMLHttpRequest, which alone tells how much has left the browser. */
function sendByXhr({ url, body, contentType, signal, onProgress }: SendFileRequest): ReturnType<SendFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('PUT', url)
    request.setRequestHeader('content-type', contentType)
    request.upload.addEventListener('progress', ({ loaded }) =>
      onProgress?.({ loadedBytes: Math.min(loaded, body.size), totalBytes: body.size }),
    )
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }))
    request.addEventListener('error', () => reject(new TypeError('The connection was lost.')))
    request.addEventListener('abort', () =>
      reject(signal?.reason ?? new DOMException('Aborted', 'AbortError')),
    )
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    signal?.addEventListener('abort', abort)
    request.send(body)
  })
}

async function sendByFetch({
  url,
  body,
  contentType,
  signal,
  onProgress,
}: SendFileRequest): ReturnType<SendFile> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': contentType },
    body,
    ...(signal ? { signal } : {}),
  })
  onProgress?.({ loadedBytes: body.size, totalBytes: body.size })
  return { status: response.status, text: await response.text() }
}

/** Sends with XMLHttpRequest where there is one, else with `fetch`. */
export const sendFile: SendFile = (request) =>
  typeof XMLHttpRequest === 'undefined' ? sendByFetch(request) : sendByXhr(request)
