import type { DashboardName } from '../../contracts/index.ts'
import type { DashboardAnswers } from './dashboard-definitions.ts'

/** Clocks that differ by less are taken for the same, in milliseconds. */
const SAME_MS = 2000

/**
 * Moves an answer's times from the server's clock to this machine's, so that ages are right whatever either clock says.
 *
 * @param receivedAt - When the answer came, by this machine's clock, in milliseconds since 1970.
 */
export function withLocalTimes<Name extends DashboardName>(
  answer: DashboardAnswers[Name],
  receivedAt: number,
): DashboardAnswers[Name] {
  const shiftMs = receivedAt - Date.parse(answer.serverTime)
  if (Math.abs(shiftMs) < SAME_MS) return answer
  const move = (time: string): string => new Date(Date.parse(time) + shiftMs).toISOString()
  const moveOrNull = (time: string | null): string | null => (time === null ? null : move(time))
  return {
    ...answer,
    clients: answer.clients.map((client) => ({ ...client, asOf: move(client.asOf) })),
    coverage: {
      ...answer.coverage,
      oldestAsOf: moveOrNull(answer.coverage.oldestAsOf),
      behind: answer.coverage.behind.map((one) => ({ ...one, asOf: moveOrNull(one.asOf) })),
    },
  }
}
