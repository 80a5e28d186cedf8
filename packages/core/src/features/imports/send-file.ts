/** One request of an upload. */
export interface SendFileRequest {
  url: string
  /** Empty where only headers are asked or told. */
  body: Blob
  contentType: string
  /** @default 'PUT' */
  method?: 'PUT' | 'POST' | 'PATCH' | 'HEAD' | undefined
  /** Headers beside the content type. @default none */
  headers?: Readonly<Record<string, string>> | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { loadedBytes: number; totalBytes: number }) => void) | undefined
}

/** What an upload's request was answered. */
export interface SendFileAnswer {
  status: number
  text: string
  /** Reads a header of the answer. Without it a file is sent in one piece: an upload in parts is told by headers where it stands. */
  header?: ((name: string) => string | null) | undefined
}

/** Sends bytes and gives the answer. Rejects when there is none, or with the signal's reason. */
export type SendFile = (request: SendFileRequest) => Promise<SendFileAnswer>

/** Sends with XMLHttpRequest, which alone tells how much has left the browser. */
function sendByXhr(options: SendFileRequest): Promise<SendFileAnswer> {
  const { url, body, contentType, method = 'PUT', headers = {}, signal, onProgress } = options
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    if (body.size > 0) request.setRequestHeader('content-type', contentType)
    if (onProgress)
      request.upload.addEventListener('progress', ({ loaded }) =>
        onProgress({ loadedBytes: Math.min(loaded, body.size), totalBytes: body.size }),
      )
    request.addEventListener('load', () =>
      resolve({
        status: request.status,
        text: request.responseText,
        header: (name) => request.getResponseHeader(name),
      }),
    )
    request.addEventListener('error', () => reject(new TypeError('The connection was lost.')))
    request.addEventListener('abort', () =>
      reject(signal?.reason ?? new DOMException('Aborted', 'AbortError')),
    )
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    signal?.addEventListener('abort', abort)
    request.send(body.size > 0 ? body : null)
  })
}

async function sendByFetch(options: SendFileRequest): Promise<SendFileAnswer> {
  const { url, body, contentType, method = 'PUT', headers = {}, signal, onProgress } = options
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body.size > 0 ? { 'content-type': contentType } : {}) },
    ...(body.size > 0 ? { body } : {}),
    ...(signal ? { signal } : {}),
  })
  onProgress?.({ loadedBytes: body.size, totalBytes: body.size })
  return {
    status: response.status,
    text: await response.text(),
    header: (name) => response.headers.get(name),
  }
}

/** Sends with XMLHttpRequest where there is one, else with `fetch`. */
export const sendFile: SendFile = (request) =>
  typeof XMLHttpRequest === 'undefined' ? sendByFetch(request) : sendByXhr(request)
