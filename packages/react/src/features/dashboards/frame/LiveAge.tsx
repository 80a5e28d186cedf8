import { useFormat } from '../../../provider/index.ts'
import { useTicking } from '../../freshness/index.ts'

/** The age of a moment, which ticks without rendering anything around it. */
export function LiveAge({ iso, say = (age) => age }: { iso: string; say?: (age: string) => string }) {
  const format = useFormat()
  const text = useTicking(() => say(format.age(iso)))
  return (
    <time dateTime={iso} title={format.dateTime(iso)}>
      {text}
    </time>
  )
}
