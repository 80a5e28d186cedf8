import { useMemo } from 'react'
import { useColumnWords } from '../table/use-column-words.ts'

/** The words of a measurement. */
export interface MetricWords {
  /** "Failed calls, Email Bison". */
  nameOf(metric: string, subject: string): string
  /** A value in the metric's unit: minutes, percent, milliseconds or a count. */
  valueOf(metric: string, value: number): string
}

/** Names what the monitor measures. A metric that is new to this version keeps its own name. */
export function useMetricWords(): MetricWords {
  const { copy, figures } = useColumnWords()
  return useMemo(
    () => ({
      nameOf: (metric, subject) => [copy.metricNames[metric] ?? metric, subject].filter(Boolean).join(', '),
      valueOf(metric, value) {
        if (metric.endsWith('_age')) return copy.minutes(figures.count(value))
        if (metric === 'api_response_time') return copy.milliseconds(figures.count(value))
        if (metric === 'api_error_rate' || metric === 'workspaces_behind') return figures.share(value / 100)
        return figures.count(value)
      },
    }),
    [copy, figures],
  )
}
