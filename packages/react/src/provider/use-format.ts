import { useHubContext } from './hub-context.ts'

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 5],
]

/** Writes numbers, sizes and times as the reader's locale does. */
export interface Format {
  number(value: number): string
  /** 0.125 as 12.5 %. */
  percent(value: number): string
  /** Bytes in kB or MB. */
  bytes(value: number): string
  /** An ISO time as day and minute. */
  dateTime(iso: string): string
  /** A day, `YYYY-MM-DD`. */
  day(iso: string): string
  /** An ISO time as "14 minutes ago". */
  age(iso: string): string
  /** Seconds as "2 min 10 s". */
  duration(seconds: number): string
}

/** Makes a {@link Format} of a locale. */
export function createFormat(locale: string | undefined): Format {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(value),
    bytes: (value) =>
      value < 1024 * 1024 ? `${short.format(value / 1024)} kB` : `${short.format(value / 1024 / 1024)} MB`,
    dateTime: (iso) => dateTime.format(new Date(iso)),
    day: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : day.format(new Date(iso))),
    age(iso) {
      const seconds = (Date.parse(iso) - Date.now()) / 1000
      const unit = units.find(([, size]) => Math.abs(seconds) >= size)
      return unit
        ? relative.format(Math.round(seconds / (unit[0] === 'second' ? 1 : unit[1])), unit[0])
        : relative.format(0, 'second')
    },
    duration(seconds) {
      const whole = Math.max(1, Math.round(seconds))
      return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
    },
  }
}

/** Formats are costly to make, and a page has dozens of components that write a number. */
const formats = new Map<string | undefined, Format>()

/** Writes numbers and times in the provider's locale. */
export function useFormat(): Format {
  const { locale } = useHubContext()
  const known = formats.get(locale) ?? createFormat(locale)
  formats.set(locale, known)
  return known
}
