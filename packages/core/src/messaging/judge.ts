import { MAX_MESSAGE_CHARS } from '../contracts/campaigns.ts'
import type { SendOptions } from '../contracts/campaigns.ts'
import type { MessageReason } from '../contracts/messages.ts'
import { compileContent } from './compose.ts'
import { compileMessage, mergeFieldsOf } from './merge-fields.ts'
import { isTimeZone, nextAllowedTime, zonesOfCountry } from './quiet-hours.ts'
import { countSegments } from './segments.ts'

/** What is known of a number. */
export interface NumberFacts {
  isValid: boolean
  /** A landline takes no SMS. */
  isLandline: boolean
  /** ISO 3166, or null where it can't be told. */
  country: string | null
}

/** What is done with one recipient. */
export type Verdict =
  | { outcome: 'send'; text: string; parameters: string[]; segments: number }
  | { outcome: 'hold'; reason: MessageReason; until: Date | null; text: string; segments: number }
  | { outcome: 'fail'; reason: MessageReason; message: string; text: string | null }

/** What {@link createJudge} takes. */
export interface JudgeOptions {
  channel: 'sms' | 'whatsapp'
  message: string
  options: SendOptions
  /** Looks a number up. */
  factsOf: (recipient: string) => NumberFacts
}

/** The fields whose values a campaign's messages need. */
export const judgeFields = (message: string, { template, quiet_hours }: SendOptions): string[] => {
  const names = mergeFieldsOf(message, ...(template?.parameters ?? []))
  return [...new Set([...names, ...(quiet_hours?.time_zone_field ? [quiet_hours.time_zone_field] : [])])]
}

/**
 * Makes the function that decides what happens to a recipient at a moment: the same for a simulation and for the send itself. Suppressions, consent
 * and the frequency cap are the database's to know.
 */
export function createJudge({ channel, message, options, factsOf }: JudgeOptions) {
  const { quiet_hours: quiet, template } = options
  const render = compileContent({
    message,
    senderName: options.sender_name,
    optOutLine: options.opt_out_line,
  })
  const parameters = (template?.parameters ?? []).map((parameter) => compileMessage(parameter))
  const allowedTimes = new Map<string, { from: number; time: Date | null }>()

  function allowedTime(zones: readonly string[], at: Date): Date | null {
    if (!quiet) return at
    const key = zones.join(' ')
    const known = allowedTimes.get(key)
    const minute = Math.floor(at.getTime() / 60_000)
    if (known?.from === minute) return known.time
    const time = nextAllowedTime(at, quiet, zones)
    allowedTimes.set(key, { from: minute, time })
    return time
  }

  return (recipient: string, values: Readonly<Record<string, unknown>>, at: Date): Verdict => {
    const facts = factsOf(recipient)
    if (!facts.isValid)
      return {
        outcome: 'fail',
        reason: 'INVALID_NUMBER',
        message: 'No network has such a number.',
        text: null,
      }
    if (facts.isLandline && channel === 'sms')
      return { outcome: 'fail', reason: 'LANDLINE', message: 'A landline takes no SMS.', text: null }
    const body = render(values)
    const filled = parameters.map((parameter) => parameter(values))
    const missing = [...new Set([...body.missing, ...filled.flatMap((one) => one.missing)])]
    if (missing.length > 0) {
      const names = missing.join(', ')
      return {
        outcome: 'fail',
        reason: 'MISSING_VALUE',
        message: `The record has no value for ${names}.`,
        text: body.text,
      }
    }
    if (body.text === '' && !template)
      return { outcome: 'fail', reason: 'EMPTY_MESSAGE', message: 'The message is empty.', text: '' }
    if (body.text.length > MAX_MESSAGE_CHARS) {
      const text = body.text
      const length = `With its values filled in it has ${text.length} characters; ${MAX_MESSAGE_CHARS} can be sent.`
      return { outcome: 'fail', reason: 'TOO_LONG', message: length, text }
    }
    const segments = channel === 'sms' ? countSegments(body.text) : 1
    const zone = quiet?.time_zone_field === undefined ? undefined : values[quiet.time_zone_field]
    const zones = typeof zone === 'string' && isTimeZone(zone) ? [zone] : zonesOfCountry(facts.country)
    const time = allowedTime(zones, at)
    if (time === null || time.getTime() > at.getTime())
      return { outcome: 'hold', reason: 'QUIET_HOURS', until: time, text: body.text, segments }
    return { outcome: 'send', text: body.text, parameters: filled.map((one) => one.text), segments }
  }
}

/** Decides what happens to a recipient. */
export type Judge = ReturnType<typeof createJudge>
