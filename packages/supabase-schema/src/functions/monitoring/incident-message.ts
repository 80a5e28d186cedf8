/** An incident as the message tells it. */
export interface Incident {
  id: string
  metric: string
  subject: string
  status: 'open' | 'resolved'
  severity: 'warning' | 'critical'
  value: number
  worst_value: number
  threshold: number
  opened_at: string
  resolved_at: string | null
  agency_name: string
}

const percent = (value: number): string => `${value} %`
const minutes = (value: number): string => `${value} min`
const milliseconds = (value: number): string => `${value} ms`

/** Each metric in words, and how its value reads. */
const metrics: Readonly<
  Record<string, { title: (subject: string) => string; show: (value: number) => string }>
> = {
  dashboard_errors: { title: (subject) => `The ${subject} dashboard has no current figures`, show: String },
  stats_age: { title: () => 'Figures are old', show: minutes },
  senders_age: { title: () => 'Sender accounts are old', show: minutes },
  workspaces_behind: {
    title: (subject) => `Workspaces are behind (${subject === 'senders' ? 'sender accounts' : 'figures'})`,
    show: percent,
  },
  api_error_rate: { title: (subject) => `${subject} fails`, show: percent },
  api_response_time: { title: (subject) => `${subject} is slow`, show: milliseconds },
  validation_errors: { title: (subject) => `${subject} sends what does not fit`, show: String },
}

// Slack reads these three as markup.
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function durationText(fromMs: number, toMs: number): string {
  const total = Math.max(1, Math.round((toMs - fromMs) / 60_000))
  return total < 120 ? `${total} min` : `${Math.round(total / 60)} h`
}

/** A Slack message of an incident as it stands: what broke, how bad, since when. `text` is the fallback that notifications show. */
export function incidentMessage(incident: Incident): { text: string; blocks: readonly object[] } {
  const metric = metrics[incident.metric] ?? { title: () => incident.metric, show: String }
  const title = plain(metric.title(incident.subject)).slice(0, 140)
  const isOver = incident.status === 'resolved'
  const label = isOver ? 'Resolved' : incident.severity === 'critical' ? 'Critical' : 'Warning'
  const opened = Date.parse(incident.opened_at)
  const ended = incident.resolved_at === null ? Date.now() : Date.parse(incident.resolved_at)
  const lines = isOver
    ? [`It lasted ${durationText(opened, ended)}; the worst value was ${metric.show(incident.worst_value)}.`]
    : [
        `Now ${metric.show(incident.value)}; ${incident.severity} from ${metric.show(incident.threshold)} on.`,
        `Since ${new Date(opened).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      ]
  return {
    text: `${label}: ${title}. ${lines.join(' ')} (${plain(incident.agency_name).slice(0, 200)})`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `${label}: ${title}`.slice(0, 150) } },
      { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n').slice(0, 3000) } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: plain(incident.agency_name).slice(0, 200) }] },
    ],
  }
}
