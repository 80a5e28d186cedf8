import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readAnyDate,
  readAnyEmail,
  readAnyNumber,
  readBoolean,
  readDate,
  readEmail,
  readNumber,
} from './text-values.ts'

const numberLike = fc.string({
  unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '+', 'e', ' '),
  maxLength: 18,
})
const dateLike = fc
  .tuple(
    fc.integer({ min: 0, max: 2400 }),
    fc.integer({ min: 0, max: 14 }),
    fc.integer({ min: 0, max: 33 }),
    fc.constantFrom('-', '/', 'x'),
  )
  .map(([year, month, day, joint]) =>
    [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(joint),
  )
const emailLike = fc.oneof(
  fc.emailAddress(),
  fc.string({ unit: fc.constantFrom('a', 'z', '1', '.', '-', '@', '+', 'A', '_', 'é'), maxLength: 16 }),
  fc
    .tuple(fc.stringMatching(/^[a-z.-]{1,8}$/), fc.stringMatching(/^[a-z0-9.-]{1,80}$/))
    .map((parts) => parts.join('@')),
)
const any = fc.oneof(numberLike, dateLike, emailLike, fc.string())

test.each([
  ['numbers', readNumber, readAnyNumber],
  ['dates', readDate, readAnyDate],
  ['emails', readEmail, readAnyEmail],
] as const)(
  'the short way to read %s says what the whole rule says',
  (_what, short, whole) => {
    fc.assert(
      fc.property(any, (text) => {
        expect(short(text.trim())).toEqual(whole(text.trim()))
      }),
      { numRuns: 20_000 },
    )
  },
  60_000,
)

test.each([
  ['oui', true],
  ['NON', false],
  ['Ja', true],
  ['nein', false],
  ['Sí', true],
  ['não', false],
  ['t', true],
])('%s means %s', (text, expected) => {
  expect(readBoolean(text)).toBe(expected)
})
