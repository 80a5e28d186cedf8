export { detectReading } from './detect-reading.ts'
export {
  DETECTION_HEAD_BYTES,
  DETECTION_TAIL_BYTES,
  type DetectedFileType,
  type DetectedReading,
  type LineEnds,
  type ReadingHint,
} from './reading-types.ts'
export type { Detected, ReadingWarning, ReadingWarningCode, ReadingWarningParams } from './detected.ts'
export type { ReadingReason, ReadingReasonCode, ReadingReasonParams } from './reading-reasons.ts'
export { detectFile } from './detect-file.ts'
