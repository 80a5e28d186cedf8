import { useFormat } from '../../../provider/index.ts'
import { useTicking } from '../../freshness/index.ts'
import { useFigures } from '../use-figures.ts'

/** Props of {@link LiveAge}. */
export interface LiveAgeProps {
  /** ISO 8601. */
  iso: string
  /** What is said of the age. @default the age alone */
  say?: (age: string) => string
  /** Takes little room: "14 min. ago". @default false */
  short?: boolean
}

/** The age of a moment, which ticks without rendering anything around it. */
export function LiveAge({ iso, say = (age) => age, short = false }: LiveAgeProps) {
  const format = useFormat()
  const figures = useFigures()
  const text = useTicking((now) => say(short ? figures.shortAge(iso, now) : format.age(iso)))
  return (
    <time dateTime={iso} title={format.dateTime(iso)}>
      {text}
    </time>
  )
}
