const ranges: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
]

function valuesOf(field: string, [low, high]: readonly [number, number]): Set<number> {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/')
    const [from = low, to = step === undefined ? from : high] =
      range === '*' ? [low, high] : range.split('-').map(Number)
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value)
  }
  return values
}

/** Tells when a schedule of pg_cron is due: five fields in UTC. */
export function cronMatcher(schedule: string): (at: Date) => boolean {
  const fields = schedule.trim().split(/\s+/)
  if (fields.length !== ranges.length) throw new Error(`This is not a schedule: ${schedule}`)
  const [minutes, hours, days, months, weekdays] = fields.map((field, index) =>
    valuesOf(field, ranges[index] ?? [0, 0]),
  )
  if (weekdays?.has(7)) weekdays.add(0)
  const eitherDay = fields[2] !== '*' && fields[4] !== '*'
  return (at) => {
    const isDay = days?.has(at.getUTCDate()) ?? false
    const isWeekday = weekdays?.has(at.getUTCDay()) ?? false
    const onDay = eitherDay ? isDay || isWeekday : isDay && isWeekday
    return (
      onDay &&
      Boolean(
        minutes?.has(at.getUTCMinutes()) && hours?.has(at.getUTCHours()) && months?.has(at.getUTCMonth() + 1),
      )
    )
  }
}

/** The seconds of a schedule like `10 seconds`, or null. */
export function everySeconds(schedule: string): number | null {
  const match = /^(\d+) seconds?$/.exec(schedule.trim())
  return match ? Number(match[1]) : null
}
