import type { HealthIncident } from '@headwater/core/dashboards'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useFormat } from '../../../provider/index.ts'
import { Badge } from '../../../ui/index.ts'
import { LiveAge } from '../frame/LiveAge.tsx'
import { useColumnWords } from '../table/use-column-words.ts'
import { useMetricWords } from './use-metric-words.ts'

function Incident({ incident }: { incident: HealthIncident }) {
  const { copy } = useColumnWords()
  const format = useFormat()
  const words = useMetricWords()
  const { metric, subject, status, severity, worst_severity, value, worst_value, threshold } = incident
  const isOpen = status === 'open'
  const Icon = isOpen ? (severity === 'critical' ? CircleAlert : TriangleAlert) : CircleCheck
  const tone = isOpen ? (severity === 'critical' ? 'danger' : 'warning') : 'neutral'
  const lastedSeconds = (Date.parse(incident.resolved_at ?? '') - Date.parse(incident.opened_at)) / 1000
  return (
    <li className="hub-incident" data-state={status}>
      <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
        {isOpen ? copy[severity] : copy.resolved}
      </Badge>
      <span className="hub-grow">
        {words.nameOf(metric, subject)}
        <span className="hub-hint">
          {' '}
          {isOpen
            ? copy.value(words.valueOf(metric, value), words.valueOf(metric, threshold))
            : `${copy[worst_severity]}: ${copy.value(words.valueOf(metric, worst_value), words.valueOf(metric, threshold))}`}
        </span>
      </span>
      <span className="hub-hint">
        <LiveAge iso={incident.opened_at} say={copy.openedAt} />
        {isOpen ? null : `, ${copy.lasted(format.duration(lastedSeconds))}`}
      </span>
    </li>
  )
}

/** Incidents: those that last first, then the newest. */
export function Incidents({ incidents }: { incidents: readonly HealthIncident[] }) {
  const { copy } = useColumnWords()
  const sorted = incidents.toSorted(
    (left, right) =>
      Number(right.status === 'open') - Number(left.status === 'open') ||
      right.opened_at.localeCompare(left.opened_at),
  )
  return (
    <div className="hub-stack hub-incidents">
      <h3 className="hub-label">{copy.incidents}</h3>
      {sorted.length === 0 ? <p className="hub-muted">{copy.noIncidents}</p> : null}
      {sorted.length > 0 ? (
        <ul className="hub-panel">
          {sorted.map((incident) => (
            <Incident key={incident.id} incident={incident} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}
