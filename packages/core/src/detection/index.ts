export {
  DETECTION_HEAD_BYTES,
  DETECTION_TAIL_BYTES,
  detectReading,
  type DetectedFileType,
  type DetectedReading,
  type LineEnds,
  type ReadingHint,
} from './detect-reading.ts'
export { type Detected, type ReadingWarning, type ReadingWarningCode } from './detected.ts'
export { detectFile } from './detect-file.ts'
