import { countryZones } from './country-zones.ts'

/** Hours in which nothing is sent, on the recipient's own clock; they may run over midnight. */
export interface QuietHours {
  /** `HH:MM` */
  start: string
  /** `HH:MM` */
  end: string
}

const DAY_MINUTES = 1440
/** Where no moment of four days suits every possible zone, none will. */
const HORIZON_MINUTES = 4 * DAY_MINUTES

const clocks = new Map<string, Intl.DateTimeFormat | null>()

function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  let clock: Intl.DateTimeFormat | null = null
  try {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch {
    // Not a zone of this runtime.
  }
  if (clocks.size > 1000) clocks.clear()
  clocks.set(zone, clock)
  return clock
}

/** Whether a text names a time zone that this runtime knows. */
export function isTimeZone(zone: string): boolean {
  return zone !== '' && clockOf(zone) !== null
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Minutes until quiet hours end in a zone; 0 outside of them. */
function quietMinutes(at: number, zone: string, start: number, end: number): number {
  const [hour = '0', minute = '0'] = clockOf(zone)?.format(at).split(':') ?? []
  const now = Number(hour) * 60 + Number(minute)
  const isQuiet = start <= end ? now >= start && now < end : now >= start || now < end
  return isQuiet ? (end - now + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES : 0
}

const everyZone = (): string[] => [
  ...new Set(Object.values(countryZones).flatMap((zones) => zones.split(' '))),
]

/** The zones in which somebody with a number of this country may be; all zones there are for a country that isn't known. */
export function zonesOfCountry(country: string | null | undefined): string[] {
  const zones = country === null || country === undefined ? undefined : countryZones[country]
  return zones === undefined ? everyZone() : zones.split(' ')
}

/**
 * The first moment from `at` on that is outside quiet hours in every zone: where the zone is not known for sure, all possible ones count, so that
 * nobody is woken. Null when there is no such moment.
 */
export function nextAllowedTime(at: Date, { start, end }: QuietHours, zones: readonly string[]): Date | null {
  const [from, to] = [minutesOf(start), minutesOf(end)]
  if (from === to) return at
  const known = zones.filter(isTimeZone)
  const possible = known.length === zones.length && known.length > 0 ? known : everyZone()
  let time = at.getTime()
  const horizon = time + HORIZON_MINUTES * 60_000
  while (time <= horizon) {
    let wait = 0
    for (const zone of possible) {
      wait = quietMinutes(time, zone, from, to)
      if (wait > 0) break
    }
    if (wait === 0) return new Date(time)
    // By an hour at most: the clock may be put forward meanwhile.
    time = Math.floor(time / 60_000) * 60_000 + Math.min(wait, 60) * 60_000
  }
  return null
}
