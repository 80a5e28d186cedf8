const two = (value: number): string => String(value).padStart(2, '0')

/** A time as the browser's control for a day and a time has it, on this device's clock, such as `2026-01-31T09:00`. */
export function toLocal(time: Date): string {
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`
}

/**
 * Adds this device's offset at that time: `2026-01-31T09:00` is `2026-01-31T09:00:00+01:00` in Berlin. An hour that the clock leaves out in spring is
 * the one after it.
 */
export function withOffset(local: string): string {
  const time = new Date(local)
  const east = -time.getTimezoneOffset()
  const [hours, minutes] = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60]
  return `${toLocal(time)}:00${east < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`
}

/** Reads a kept time for the control; one without an offset is taken as this device's. Null where it is no time. */
export function readLocal(kept: unknown): string | null {
  if (typeof kept !== 'string' || kept === '') return null
  const time = new Date(kept)
  return Number.isNaN(time.getTime()) ? null : toLocal(time)
}
