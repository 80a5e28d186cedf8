export { compileContent, wholeMessage, type MessageContent } from './compose.ts'
export {
  createJudge,
  judgeFields,
  type Judge,
  type JudgeOptions,
  type NumberFacts,
  type Verdict,
} from './judge.ts'
export { keywordOf } from './keywords.ts'
export {
  compileMessage,
  mergeFieldsOf,
  parseMessage,
  type MessagePart,
  type RenderedMessage,
} from './merge-fields.ts'
export { isTimeZone, nextAllowedTime, zonesOfCountry, type QuietHours } from './quiet-hours.ts'
export { countSegments, smsSegments, type SmsSegments } from './segments.ts'
