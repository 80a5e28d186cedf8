import { LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Badge, classNames } from '../../../ui/index.ts'
import { freshnessStateOf, isUnconfirmed, timeOf, type FreshnessFacts } from '../freshness-state.ts'
import { FreshnessBadge } from '../FreshnessBadge/FreshnessBadge.tsx'
import { useFreshnessCopy } from '../use-freshness-copy.ts'
import { useTicking } from '../use-ticking.ts'

/** Props of {@link DataFreshnessIndicator}. */
export interface DataFreshnessIndicatorProps extends Omit<ComponentProps<'div'>, 'children'>, FreshnessFacts {
  /** Whether the data was fetched earlier, and not by the request that asked for it. @default false */
  cached?: boolean | undefined
  /** What is odd about the data, in sentences. @default none */
  warnings?: readonly string[] | undefined
  /** More about how much of the data is there: "24 of 27 workspaces". */
  coverage?: ReactNode
}

/** "Updated 14 minutes ago", which ticks without rendering anything around it. */
function Age({ at, say }: { at: number; say(age: string): string }) {
  const format = useFormat()
  const iso = new Date(at).toISOString()
  const text = useTicking(() => say(format.age(iso)))
  return (
    <time dateTime={iso} title={format.dateTime(iso)}>
      {text}
    </time>
  )
}

/**
 * Says how fresh data is: a word, an icon, its age and what is missing. The age ticks by itself; the page around it doesn't render again.
 * Source: data-consistency spec, "Data Freshness Indicators".
 *
 * @example
 * <DataFreshnessIndicator lastUpdated={lastUpdated} loading={loading} error={error} cached={cached} fresh={isFresh} warnings={warnings} />
 */
export function DataFreshnessIndicator({
  lastUpdated,
  loading = false,
  error = null,
  fresh,
  incomplete = false,
  limits,
  cached = false,
  warnings = [],
  coverage,
  className,
  ...rest
}: DataFreshnessIndicatorProps) {
  const copy = useFreshnessCopy()
  const format = useFormat()
  const facts = { lastUpdated, loading, error, fresh, incomplete, limits }
  const state = useTicking((now) => freshnessStateOf(facts, now))
  const unconfirmed = useTicking((now) => isUnconfirmed(facts, now))
  const at = timeOf(lastUpdated)
  const wordsOfNothing =
    state === 'loading' ? copy.loadingNow : state === 'error' ? copy.nothingToShow : copy.neverLoaded
  const notes = [
    unconfirmed && error === null ? copy.unconfirmed : null,
    cached && state !== 'error' && at !== null ? copy.fromCache : null,
  ].filter((note) => note !== null)
  return (
    <div {...rest} className={classNames('hub-freshness', className)} data-state={state}>
      <FreshnessBadge {...facts} />
      <span className="hub-freshness-words">
        {at === null ? (
          <span>{wordsOfNothing}</span>
        ) : (
          <Age at={at} say={state === 'error' ? copy.shownFrom : copy.updated} />
        )}
        {notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
        {coverage ? <span>{coverage}</span> : null}
      </span>
      {warnings.length > 0 ? (
        <Badge tone="warning" icon={<TriangleAlert className="hub-icon" aria-hidden />}>
          {copy.warningCount(warnings.length, format.number(warnings.length))}
        </Badge>
      ) : null}
      {loading && at !== null ? (
        <LoaderCircle className="hub-icon hub-spinner hub-muted" aria-label={copy.updatingNow} role="img" />
      ) : null}
      {/* The age ticks; a screen reader hears of a new state alone. */}
      <span role="status" className="hub-visually-hidden">
        {copy.states[state]}
      </span>
    </div>
  )
}
