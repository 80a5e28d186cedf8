import type { ReadingOptions } from '../contracts/index.ts'
import { detectReading } from './detect-reading.ts'
import { DETECTION_HEAD_BYTES, DETECTION_TAIL_BYTES, type DetectedReading } from './reading-types.ts'

async function bytesOf(file: Blob, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer())
}

/** Parts from the middle that are looked at where the beginning has plain characters alone. */
const SAMPLES = 16
const SAMPLE_BYTES = 16 * 1024

function isPlain(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte > 0 && byte < 0x80)
}

async function samplesOf(file: Blob): Promise<Uint8Array[]> {
  const step = (file.size - DETECTION_HEAD_BYTES) / SAMPLES
  const starts = Array.from({ length: SAMPLES }, (_, index) =>
    Math.floor(DETECTION_HEAD_BYTES + index * step),
  )
  return Promise.all(starts.map((start) => bytesOf(file, start, start + SAMPLE_BYTES)))
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
  const samples =
    rest && options.reading?.encoding === undefined && isPlain(head) ? await samplesOf(file) : []
  return detectReading(head, { ...options, fileSize: file.size, tail, samples })
}
