import fc from 'fast-check'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { createPhoneReader, readPhoneByLibrary } from './phone-reader.ts'

const callingCode = fc.constantFrom(
  ...new Set(getCountries().map((country) => getCountryCallingCode(country))),
)
const digits = fc.string({
  unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
  minLength: 4,
  maxLength: 12,
})

/** Enough for a machine that does much else. */
const TIMEOUT_MS = 60_000

test(
  'any international number is read as the library reads it',
  () => {
    const read = createPhoneReader('US')
    fc.assert(
      fc.property(callingCode, digits, (code, national) => {
        const text = `+${code}${national}`
        expect(read(text)).toEqual(readPhoneByLibrary(text, 'US'))
      }),
      { numRuns: 20_000 },
    )
  },
  TIMEOUT_MS,
)

test.each(['1', '7', '39', '44', '351', '49', '91'])(
  'numbers of +%s are read as the library reads them',
  (code) => {
    const read = createPhoneReader('US')
    const national = fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: 9,
      maxLength: 10,
    })
    fc.assert(
      fc.property(national, (rest) => {
        const text = `+${code}${rest}`
        expect(read(text)).toEqual(readPhoneByLibrary(text, 'US'))
      }),
      { numRuns: 3000 },
    )
  },
  TIMEOUT_MS,
)

test.each(['US', 'CA', 'GB', 'DE', 'FR', 'IT', 'ES', 'NL', 'SE', 'CH', 'IN', 'AU', 'BR', 'MX', 'ZZ'])(
  'national numbers of %s are read as the library reads them',
  (region) => {
    const read = createPhoneReader(region)
    const start = fc.constantFrom('', '0', '0', '00', '1', '2', '(0')
    const joint = fc.constantFrom('', ' ', '-', '.', ') ')
    fc.assert(
      fc.property(
        start,
        fc.stringMatching(/^[0-9]{2,4}$/),
        joint,
        fc.stringMatching(/^[0-9]{3,8}$/),
        (first, area, between, rest) => {
          const text = `${first}${area}${between}${rest}`
          expect(read(text)).toEqual(readPhoneByLibrary(text, region))
        },
      ),
      { numRuns: 4000 },
    )
  },
  TIMEOUT_MS,
)
