import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'

const MICROS = 1_000_000

/** Writes millionths of a currency's unit in the provider's locale: small sums keep four decimals, so that a segment's price isn't nothing. */
export function useMoney(): (micros: number, currency: string) => string {
  const { locale } = useHubContext()
  return useMemo(() => {
    const formats = new Map<string, Intl.NumberFormat>()
    return (micros, currency) => {
      const digits = micros !== 0 && Math.abs(micros) < MICROS ? 4 : 2
      const key = `${currency} ${digits}`
      const format =
        formats.get(key) ??
        new Intl.NumberFormat(locale, {
          style: 'currency',
          currency,
          minimumFractionDigits: 2,
          maximumFractionDigits: digits,
        })
      formats.set(key, format)
      return format.format(micros / MICROS)
    }
  }, [locale])
}
