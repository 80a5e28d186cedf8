import type { HealthIncident, HealthSummary as Summary } from '@headwater/core/dashboards'
import { useQuery } from '@tanstack/react-query'
import { Activity, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ComponentProps } from 'react'
import { ErrorState, StaleNotice, useHub } from '../../../provider/index.ts'
import { Badge, classNames, EmptyState, Skeleton, type Tone } from '../../../ui/index.ts'
import { FreshnessBadge } from '../../freshness/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { FigureList } from '../frame/FigureList.tsx'
import { LiveAge } from '../frame/LiveAge.tsx'
import { useColumnWords } from '../table/use-column-words.ts'
import { Incidents } from './Incidents.tsx'
import { useMetricWords } from './use-metric-words.ts'

/** Asked for anew as often, in milliseconds. */
const REFRESH_MS = 60_000

const looks: Readonly<Record<Summary['status'], { tone: Tone; Icon: typeof Activity }>> = {
  healthy: { tone: 'success', Icon: CircleCheck },
  warning: { tone: 'warning', Icon: TriangleAlert },
  critical: { tone: 'danger', Icon: CircleAlert },
}

/** Props of {@link HealthSummary}. */
export type HealthSummaryProps = Omit<ComponentProps<'section'>, 'children'>

/** What makes up the score: 100 less each deduction. */
function Deductions({ summary }: { summary: Summary }) {
  const { copy, figures } = useColumnWords()
  const words = useMetricWords()
  if (summary.deductions.length === 0) return <p className="hub-muted">{copy.noDeductions}</p>
  return (
    <ul className="hub-deductions" aria-label={copy.deductions}>
      {summary.deductions.map((deduction) => {
        const { metric, subject, severity, value, threshold, points } = deduction
        const { tone, Icon } = looks[severity]
        return (
          <li key={`${metric} ${subject}`}>
            <span className="hub-deduction-points">{copy.points(figures.count(points))}</span>
            <span className="hub-grow">
              {words.nameOf(metric, subject)}
              <span className="hub-hint">
                {' '}
                {copy.value(words.valueOf(metric, value), words.valueOf(metric, threshold))}
              </span>
            </span>
            <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
              {copy[severity]}
            </Badge>
          </li>
        )
      })}
    </ul>
  )
}

function Score({ summary }: { summary: Summary }) {
  const { copy, figures } = useColumnWords()
  const { tone, Icon } = looks[summary.status]
  const calls = summary.api_calls_last_hour
  return (
    <>
      <div className="hub-health">
        <div className="hub-health-score" data-tone={tone}>
          <span className="hub-label">{copy.healthScore}</span>
          <span className="hub-figure-value">{figures.count(summary.health_score)}</span>
          <span className="hub-hint">{copy.outOf}</span>
          <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
            {copy[summary.status]}
          </Badge>
        </div>
        <Deductions summary={summary} />
      </div>
      <FigureList
        figures={[
          {
            label: copy.callsLastHour,
            value: figures.count(calls),
            note: copy.failedCalls(figures.count(summary.api_errors_last_hour)),
          },
          {
            label: copy.responseTime,
            value:
              summary.avg_response_time_ms === null
                ? copy.none
                : copy.milliseconds(figures.count(summary.avg_response_time_ms)),
          },
          { label: copy.validationErrors, value: figures.count(summary.validation_errors_last_day) },
          { label: copy.openIncidents, value: figures.count(summary.open_incident_count) },
        ]}
      />
    </>
  )
}

const noIncidents: readonly HealthIncident[] = []

/** The agency's health: its score, each deduction that makes it up, and its incidents. It stands inside a `DashboardProvider`. */
export function HealthSummary({ className, ...rest }: HealthSummaryProps) {
  const { queryClient } = useHub()
  const { health } = useDashboardsValue().dashboards
  const { copy } = useColumnWords()
  const summary = useQuery({ ...health.queries.summary(), refetchInterval: REFRESH_MS }, queryClient)
  const incidents = useQuery({ ...health.queries.incidents(), refetchInterval: REFRESH_MS }, queryClient)
  const error = summary.error ?? incidents.error
  const retry = () => {
    void summary.refetch()
    void incidents.refetch()
  }
  const found = summary.data?.data
  return (
    <section
      aria-label={copy.healthTitle}
      {...rest}
      className={classNames('hub-dashboard', className)}
      aria-busy={summary.isPending}
    >
      <header className="hub-dashboard-head">
        <div className="hub-dashboard-name">
          <h2 className="hub-title">{copy.healthTitle}</h2>
          {found ? (
            <span className="hub-freshness">
              <FreshnessBadge lastUpdated={found.checked_at} />
              <span className="hub-freshness-words">
                <LiveAge iso={found.checked_at} say={copy.checkedAt} />
              </span>
            </span>
          ) : null}
        </div>
      </header>
      {error && summary.data ? (
        <StaleNotice error={error} fetchedAt={summary.data.meta.fetchedAt} onRetry={retry} />
      ) : null}
      {error && !summary.data ? <ErrorState error={error} onRetry={retry} /> : null}
      {summary.isPending ? (
        <div className="hub-health" aria-hidden>
          <div className="hub-health-score">
            <Skeleton width="72px" />
            <Skeleton width="56px" className="hub-figure-skeleton" />
          </div>
          <div className="hub-stack">
            <Skeleton width="80%" />
            <Skeleton width="64%" />
          </div>
        </div>
      ) : null}
      {found === null ? (
        <div className="hub-panel">
          <EmptyState
            icon={<Activity className="hub-icon" aria-hidden />}
            title={copy.healthNotConnectedTitle}
            description={copy.healthNotConnectedDescription}
          />
        </div>
      ) : null}
      {found ? <Score summary={found} /> : null}
      {found ? <Incidents incidents={incidents.data?.data ?? noIncidents} /> : null}
    </section>
  )
}
