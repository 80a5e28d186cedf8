import type { DashboardName } from '../../contracts/index.ts'
import type { Fetched } from '../../request/meta.ts'
import { oddityText } from './client-oddities.ts'
import { odditiesOf, type DashboardAnswers } from './dashboard-definitions.ts'
import { withLocalTimes } from './local-times.ts'

/** Brings an answer that just came into the form that is shown: this machine's times, its age, its warnings. */
export function acceptAnswer<Name extends DashboardName>(
  name: Name,
  answer: DashboardAnswers[Name],
  { attempts, durationMs }: { attempts: number; durationMs: number },
): Fetched<DashboardAnswers[Name]> {
  const now = Date.now()
  const data = withLocalTimes(answer, now)
  const { behind, oldestAsOf, summary } = data.coverage
  const missing =
    behind.length > 0 ? [`${summary}. Behind: ${behind.map((one) => one.name).join(', ')}.`] : []
  return {
    data,
    meta: {
      source: 'network',
      fetchedAt: new Date(now).toISOString(),
      ...(oldestAsOf === null ? {} : { asOf: oldestAsOf }),
      warnings: [...missing, ...odditiesOf(name, data.clients).map(oddityText)],
      attempts,
      durationMs,
    },
  }
}
