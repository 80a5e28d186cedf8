import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Clock,
  ClockAlert,
  LoaderCircle,
  TriangleAlert,
} from 'lucide-react'
import type { ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Badge, type Tone } from '../../../ui/index.ts'
import { freshnessStateOf, timeOf, type FreshnessFacts, type FreshnessState } from '../freshness-state.ts'
import { useFreshnessCopy } from '../use-freshness-copy.ts'
import { useTicking } from '../use-ticking.ts'

const looks: Readonly<Record<FreshnessState, { tone: Tone; Icon: typeof Clock }>> = {
  loading: { tone: 'info', Icon: LoaderCircle },
  never: { tone: 'neutral', Icon: CircleDashed },
  fresh: { tone: 'success', Icon: CircleCheck },
  stale: { tone: 'warning', Icon: Clock },
  'very-stale': { tone: 'danger', Icon: ClockAlert },
  incomplete: { tone: 'warning', Icon: TriangleAlert },
  error: { tone: 'danger', Icon: CircleAlert },
}

/** Props of {@link FreshnessBadge}. */
export interface FreshnessBadgeProps extends Omit<ComponentProps<'span'>, 'children'>, FreshnessFacts {}

/** How fresh data is, in a word, an icon and a colour; the moment stands in its title. It keeps up with time by itself. */
export function FreshnessBadge({
  lastUpdated,
  loading,
  error,
  fresh,
  incomplete,
  limits,
  ...rest
}: FreshnessBadgeProps) {
  const copy = useFreshnessCopy()
  const format = useFormat()
  const state = useTicking((now) =>
    freshnessStateOf({ lastUpdated, loading, error, fresh, incomplete, limits }, now),
  )
  const { tone, Icon } = looks[state]
  const at = timeOf(lastUpdated)
  return (
    <Badge
      title={at === null ? undefined : format.dateTime(new Date(at).toISOString())}
      {...rest}
      tone={tone}
      data-state={state}
      icon={<Icon className={state === 'loading' ? 'hub-icon hub-spinner' : 'hub-icon'} aria-hidden />}
    >
      {copy.states[state]}
    </Badge>
  )
}
