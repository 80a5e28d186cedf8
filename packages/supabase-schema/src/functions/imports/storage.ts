import { ImportFileError } from '@headwater/core/csv'

/** Opens files of bucket `imports`. */
export interface ImportStorage {
  /**
   * Streams a file from a byte on.
   * @throws ImportFileError FILE_NOT_FOUND, FILE_TOO_LARGE.
   */
  open(path: string, fromByte: number, maxBytes: number): Promise<ReadableStream<Uint8Array>>
}

function skipping(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes
  return new TransformStream({
    transform(chunk, controller) {
      if (left < chunk.length) controller.enqueue(chunk.subarray(left))
      left = Math.max(left - chunk.length, 0)
    },
  })
}

/** Reads through the storage API. A server that sends the whole file instead of a part is read past the part before. */
export function createImportStorage({ url, key }: { url: string; key: string }): ImportStorage {
  return {
    async open(path, fromByte, maxBytes) {
      const address = `${url}/storage/v1/object/imports/${path.split('/').map(encodeURIComponent).join('/')}`
      const headers = new Headers({ authorization: `Bearer ${key}`, apikey: key })
      if (fromByte > 0) headers.set('range', `bytes=${fromByte}-`)
      const response = await fetch(address, { headers })
      if (response.status === 416) return new Blob([]).stream()
      if (response.status === 400 || response.status === 404) {
        await response.body?.cancel()
        throw new ImportFileError('FILE_NOT_FOUND', 'The file is not there any more. Upload it again.')
      }
      if (!response.ok || response.body === null) throw new Error(`Storage answered ${response.status}.`)
      if (fromByte === 0 && Number(response.headers.get('content-length') ?? 0) > maxBytes) {
        await response.body.cancel()
        throw new ImportFileError(
          'FILE_TOO_LARGE',
          `The file is over ${maxBytes} bytes, the most an import takes. Split it and import the parts.`,
        )
      }
      return fromByte > 0 && response.status === 200
        ? response.body.pipeThrough(skipping(fromByte))
        : response.body
    },
  }
}
