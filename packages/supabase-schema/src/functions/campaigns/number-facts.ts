import type { NumberFacts } from '@headwater/core/messaging'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const CACHE_SIZE = 50_000

/** Makes the function that looks numbers up in libphonenumber's full metadata, which knows mobiles from landlines. */
export function createNumberFacts(): (recipient: string) => NumberFacts {
  const known = new Map<string, NumberFacts>()
  return (recipient) => {
    const cached = known.get(recipient)
    if (cached) return cached
    const number = parsePhoneNumberFromString(recipient)
    const facts: NumberFacts = {
      isValid: number?.isValid() ?? false,
      isLandline: number?.getType() === 'FIXED_LINE',
      country: number?.country ?? null,
    }
    if (known.size >= CACHE_SIZE) known.clear()
    known.set(recipient, facts)
    return facts
  }
}
