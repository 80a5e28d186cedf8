import type { ReadingOptions } from '../contracts/index.ts'
import {
  DETECTION_HEAD_BYTES,
  DETECTION_TAIL_BYTES,
  detectReading,
  type DetectedReading,
} from './detect-reading.ts'

async function bytesOf(file: Blob, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer())
}

/**
 * Tells how a file is to be read from its beginning and its end, whatever its size. See {@link detectReading}.
 *
 * @throws ImportFileError
 */
export async function detectFile(
  file: Blob,
  options: { fileName?: string | undefined; reading?: ReadingOptions | undefined } = {},
): Promise<DetectedReading> {
  const head = await bytesOf(file, 0, DETECTION_HEAD_BYTES)
  const rest = file.size > head.length
  const tail = rest
    ? await bytesOf(file, Math.max(file.size - DETECTION_TAIL_BYTES, 0), file.size)
    : undefined
  return detectReading(head, { ...options, fileSize: file.size, tail })
}
