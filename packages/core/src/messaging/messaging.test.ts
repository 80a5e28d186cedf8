import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, test } from 'vitest'
import {
  compileContent,
  compileMessage,
  countSegments,
  createJudge,
  judgeFields,
  keywordOf,
  mergeFieldsOf,
  nextAllowedTime,
  smsSegments,
  zonesOfCountry,
} from './index.ts'

describe('merge fields', () => {
  test('are filled with the record’s values, and with their fallback where a value is blank', () => {
    const render = compileMessage('Hi {{first name|there}}, you spent {{ spent }} {{x')
    expect(render({ 'first name': 'Zoë', spent: 12.5 })).toEqual({
      text: 'Hi Zoë, you spent 12.5 {{x',
      missing: [],
    })
    expect(render({ 'first name': ' ', spent: 0 })).toEqual({
      text: 'Hi there, you spent 0 {{x',
      missing: [],
    })
    expect(render({})).toEqual({ text: 'Hi there, you spent  {{x', missing: ['spent'] })
  })

  test('never reach what objects inherit, and a value’s own braces stay text', () => {
    expect(compileMessage('{{constructor|-}} {{name}}')({ name: '{{spent}}' }).text).toBe('- {{spent}}')
  })

  test('are named once each', () => {
    expect(mergeFieldsOf('{{a}} {{b|x}} {{ a }}', '{{c}}')).toEqual(['a', 'b', 'c'])
  })

  test('stand between the sender and the opt-out line, and an empty message stays empty', () => {
    const render = compileContent({
      message: '{{text|}}',
      senderName: 'Acme',
      optOutLine: 'Reply STOP to opt out',
    })
    expect(render({ text: 'Hello' }).text).toBe('Acme: Hello\nReply STOP to opt out')
    expect(render({}).text).toBe('')
  })
})

describe('segments', () => {
  test.each([
    ['', 0],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ж'.repeat(70), 1],
    ['ж'.repeat(71), 2],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
    ['{}'.repeat(76), 2],
    ['{}'.repeat(77), 3],
  ])('of %j are %i, as the calculator counts them', (text, count) => {
    expect(countSegments(text)).toBe(count)
    expect(text === '' ? 0 : new SegmentedMessage(text).segmentsCount).toBe(count)
  })

  test('agree with the calculator on every printable character and line break', () => {
    const texts = Array.from({ length: 600 }, (_, code) => String.fromCodePoint(code).repeat(100))
    const different = texts
      .filter((text) => !/\p{Cc}/u.test(text) || text[0] === '\n')
      .filter((text) => countSegments(text) !== new SegmentedMessage(text).segmentsCount)
    expect(different).toEqual([])
  })

  test('name the characters that force UCS-2', () => {
    expect(smsSegments('Caffè “now” 😀')).toMatchObject({
      encoding: 'UCS-2',
      segments: 1,
      forcing: ['“', '”', '😀'],
    })
    expect(smsSegments('Caffè')).toMatchObject({ encoding: 'GSM-7', forcing: [], units: 5, unitsLeft: 155 })
  })
})

test('keywords count alone, in any letter case', () => {
  expect(['Stop', ' stopall ', 'YES', 'info', 'please stop', ''].map(keywordOf)).toEqual([
    'stop',
    'stop',
    'start',
    'help',
    null,
    null,
  ])
})

describe('quiet hours', () => {
  const night = { start: '21:00', end: '08:00' }

  test('are on the recipient’s own clock', () => {
    const at = new Date('2026-06-01T20:30:00Z')
    expect(nextAllowedTime(at, night, ['Europe/Berlin'])?.toISOString()).toBe('2026-06-02T06:00:00.000Z')
    expect(nextAllowedTime(at, night, ['America/New_York'])).toEqual(at)
  })

  test('hold until it is day in every zone where the number may be', () => {
    const at = new Date('2026-06-01T13:00:00Z')
    expect(nextAllowedTime(at, night, zonesOfCountry('US'))?.toISOString()).toBe('2026-06-01T18:00:00.000Z')
  })

  test('fail closed where nobody knows the country, or the zone is made up', () => {
    expect(nextAllowedTime(new Date('2026-06-01T13:00:00Z'), night, zonesOfCountry(null))).toBeNull()
    expect(nextAllowedTime(new Date('2026-06-01T13:00:00Z'), night, ['Mars/Olympus'])).toBeNull()
  })

  test('end at the same wall clock when summer time begins', () => {
    const at = new Date('2026-03-29T00:30:00Z')
    expect(nextAllowedTime(at, night, ['Europe/Berlin'])?.toISOString()).toBe('2026-03-29T06:00:00.000Z')
  })
})

describe('the judge', () => {
  const judge = createJudge({
    channel: 'sms',
    message: 'Hi {{name}}',
    options: { quiet_hours: { start: '21:00', end: '08:00', time_zone_field: 'zone' } },
    factsOf: (recipient) => ({
      isValid: recipient !== '+10',
      isLandline: recipient === '+11',
      country: 'DE',
    }),
  })
  const noon = new Date('2026-06-01T10:00:00Z')

  test('sends, holds or fails, and says why', () => {
    expect(judge('+12', { name: 'Ada' }, noon)).toEqual({
      outcome: 'send',
      text: 'Hi Ada',
      parameters: [],
      segments: 1,
    })
    expect(judge('+12', { name: 'Ada', zone: 'America/Los_Angeles' }, noon)).toMatchObject({
      outcome: 'hold',
      reason: 'QUIET_HOURS',
      until: new Date('2026-06-01T15:00:00Z'),
    })
    expect(judge('+12', {}, noon)).toMatchObject({ outcome: 'fail', reason: 'MISSING_VALUE' })
    expect(judge('+10', { name: 'Ada' }, noon)).toMatchObject({ outcome: 'fail', reason: 'INVALID_NUMBER' })
    expect(judge('+11', { name: 'Ada' }, noon)).toMatchObject({ outcome: 'fail', reason: 'LANDLINE' })
    expect(judge('+12', { name: 'x'.repeat(5000) }, noon)).toMatchObject({
      outcome: 'fail',
      reason: 'TOO_LONG',
    })
  })

  test('names the fields that it needs', () => {
    const options = { quiet_hours: { start: '21:00', end: '08:00', time_zone_field: 'zone' } }
    expect(judgeFields('{{a}} {{b|c}}', options)).toEqual(['a', 'b', 'zone'])
  })
})
