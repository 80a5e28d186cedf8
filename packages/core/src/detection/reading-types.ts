import type { FileEncoding, ReadingOptions } from '../contracts/index.ts'
import type { Detected, ReadingWarning } from './detected.ts'
import { because } from './reading-reasons.ts'
import type { DetectedLayout } from './detect-layout.ts'
import type { ReadingReason } from './reading-reasons.ts'

/** How many of a file's first bytes `detectReading` needs at most. */
export const DETECTION_HEAD_BYTES = 256 * 1024

/** How many of a file's last bytes show its footers. */
export const DETECTION_TAIL_BYTES = 16 * 1024

/** What kind of file it is. A `workbook` is read by `@headwater/core/workbook`. */
export type DetectedFileType = 'csv' | 'json' | 'ndjson' | 'workbook'

/** How a file ends its lines. */
export type LineEnds = '\n' | '\r\n' | '\r' | 'mixed'

/** What is known besides a file's first bytes. */
export interface ReadingHint {
  fileName?: string | undefined
  /** The whole file's length in bytes. @default the bytes are the whole file */
  fileSize?: number | undefined
  /** The file's last bytes, where the first ones aren't all: they show its footers. */
  tail?: Uint8Array | undefined
  /** Some parts from further down: they show letters that the first bytes have none of. */
  samples?: readonly Uint8Array[] | undefined
  /** What a person chose: taken as it is, and the rest is told around it. */
  reading?: ReadingOptions | undefined
}

/** How a file is to be read: every finding with how sure it is and why. */
export interface DetectedReading extends Omit<DetectedLayout, 'warnings'> {
  file_type: Detected<DetectedFileType>
  encoding: Detected<FileEncoding>
  delimiter: Detected<string>
  quote: Detected<string>
  escape: Detected<string>
  line_ends: Detected<LineEnds>
  json_path: Detected<string>
  warnings: ReadingWarning[]
  /** The findings as `createRowReader` and an import job take them. */
  options: ReadingOptions
}

/** A finding that a person made. */
export function chosen<Value>(value: Value): Detected<Value> {
  return { value, confidence: 1, reason: because('CHOSEN') }
}

/** A finding that nothing speaks against. */
export function sure<Value>(value: Value, reason: readonly ReadingReason[]): Detected<Value> {
  return { value, confidence: 1, reason }
}
