import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerSignatureSchema } from '../contracts/index.ts'
import { headerSignature } from './index.ts'

const header = fc.array(fc.string(), { maxLength: 8 })

test('the order of the columns changes nothing, and the contract takes what comes out', () => {
  const shuffled = header.chain((own) =>
    fc.tuple(fc.constant(own), fc.shuffledSubarray(own, { minLength: own.length, maxLength: own.length })),
  )
  fc.assert(
    fc.property(shuffled, ([own, other]) => {
      expect(headerSignature(other)).toBe(headerSignature(own))
      expect(headerSignatureSchema.safeParse(headerSignature(own)).success).toBe(true)
    }),
  )
})

test('letter case, accents and joints change nothing; another name, or one more, does', () => {
  const signature = headerSignature(['E-Mail', 'First name', 'Größe'])
  expect(headerSignature(['first_name', 'GRÖSSE', 'e mail'])).toBe(signature)
  expect(headerSignature(['E-Mail', 'First name', 'Gewicht'])).not.toBe(signature)
  expect(headerSignature(['E-Mail', 'First name', 'Größe', ''])).not.toBe(signature)
  expect(headerSignature(['a b', 'c'])).not.toBe(headerSignature(['a', 'b c']))
})
