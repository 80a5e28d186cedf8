export { detectReading } from './detect-reading.ts'
export {
  DETECTION_HEAD_BYTES,
  DETECTION_TAIL_BYTES,
  type DetectedFileType,
  type DetectedReading,
  type LineEnds,
  type ReadingHint,
} from './reading-types.ts'
export { type Detected, type ReadingWarning, type ReadingWarningCode } from './detected.ts'
export { detectFile } from './detect-file.ts'
