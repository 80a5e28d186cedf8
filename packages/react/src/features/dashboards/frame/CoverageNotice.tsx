import type { Coverage } from '@headwater/core/dashboards'
import { useCommonCopy } from '../../../provider/index.ts'
import { Button, Callout } from '../../../ui/index.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import { LiveAge } from './LiveAge.tsx'

const NAMED = 8

/** Says how many workspaces are up to date, and names the others with their reasons. */
export function CoverageNotice({ coverage, onRetry }: { coverage: Coverage; onRetry(): void }) {
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const figures = useFigures()
  const { current, expected, oldestAsOf, behind } = coverage
  function named(names: readonly string[]): string {
    const rest = names.length - NAMED
    return rest > 0
      ? copy.moreNames(names.slice(0, NAMED).join(', '), figures.count(rest))
      : figures.list(names)
  }
  const without = behind.filter(({ asOf }) => asOf === null).map(({ name }) => name)
  const older = behind.filter(({ asOf }) => asOf !== null).map(({ name }) => name)
  return (
    <Callout
      tone="warning"
      className="hub-coverage"
      title={copy.partialTitle(figures.count(current), figures.count(expected))}
      actions={<Button onClick={onRetry}>{common.retry}</Button>}
    >
      {older.length > 0 && oldestAsOf !== null ? (
        <p>
          {copy.outdated(named(older))} <LiveAge iso={oldestAsOf} say={copy.partialOldest} />
        </p>
      ) : null}
      {without.length > 0 ? <p>{copy.missing(named(without))}</p> : null}
      <details className="hub-details">
        <summary>{copy.reasons}</summary>
        <ul className="hub-coverage-list">
          {behind.map(({ id, name, asOf, message }) => (
            <li key={id}>
              <strong>{name}</strong>
              <span className="hub-hint">
                {asOf === null ? copy.behindWithout : <LiveAge iso={asOf} say={copy.behindSince} />}
              </span>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      </details>
    </Callout>
  )
}
