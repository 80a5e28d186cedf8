import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'

/** Writes figures as the reader's locale does. */
export interface Figures {
  count(value: number): string
  /** 12,400 as 12.4K, where there is no room for more. */
  compact(value: number): string
  /** 0.125 as 12.5 %. */
  share(value: number): string
  /** Minor units (cents) of a currency. */
  money(minor: number, currency: string): string
  /** Minor units of a currency, rounded to whole ones. */
  wholeMoney(minor: number, currency: string): string
  /** Minor units without cents, shortened. */
  compactMoney(minor: number, currency: string): string
  /** An ISO time as "14m ago", where there is little room. */
  shortAge(iso: string, nowMs: number): string
  /** Names as a list: "Alder, Birch and Cedar". */
  list(names: readonly string[]): string
}

/** How many minor units make one, as a power of ten: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** Makes {@link Figures} of a locale. */
export function createFigures(locale: string | undefined): Figures {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'narrow' })
  const formats = new Map<string, Intl.NumberFormat>()
  function moneyOf(currency: string, form: 'full' | 'whole' | 'compact'): Intl.NumberFormat {
    const key = `${currency} ${form}`
    const known = formats.get(key)
    if (known) return known
    const digits = { full: {}, whole: { maximumFractionDigits: 0 }, compact: { maximumFractionDigits: 1 } }[
      form
    ]
    const more = form === 'compact' ? { ...digits, notation: 'compact' as const } : digits
    const made = new Intl.NumberFormat(locale, { style: 'currency', currency, ...more })
    formats.set(key, made)
    return made
  }
  const whole = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency)
  return {
    count: (value) => count.format(value),
    compact: (value) => compact.format(value),
    share: (value) => share.format(value),
    money: (minor, currency) => moneyOf(currency, 'full').format(whole(minor, currency)),
    wholeMoney: (minor, currency) => moneyOf(currency, 'whole').format(whole(minor, currency)),
    compactMoney: (minor, currency) => moneyOf(currency, 'compact').format(whole(minor, currency)),
    shortAge(iso, nowMs) {
      const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000))
      const [unit, size] = units.find(([, least]) => seconds >= least) ?? ['second', 1]
      return relative.format(-Math.floor(seconds / size), unit)
    },
    list: (names) => list.format(names),
  }
}

/** Writes figures in the provider's locale. */
export function useFigures(): Figures {
  const { locale } = useHubContext()
  return useMemo(() => createFigures(locale), [locale])
}
