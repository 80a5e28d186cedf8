import type { DashboardName } from '../../contracts/index.ts'
import type { Fetched } from '../../request/meta.ts'
import type { DashboardAnswers } from './dashboard-definitions.ts'

/** Puts one workspace's new row into a dashboard while the others are still read. The age of the whole stays. */
export function mergeClient<Name extends DashboardName>(
  before: Fetched<DashboardAnswers[Name]>,
  client: DashboardAnswers[Name]['clients'][number],
): Fetched<DashboardAnswers[Name]> {
  const { coverage } = before.data
  const clients = [...before.data.clients.filter(({ id }) => id !== client.id), client].toSorted(
    (left, right) => left.name.localeCompare(right.name),
  )
  const behind = coverage.behind.filter(({ id }) => id !== client.id)
  const expected = Math.max(coverage.expected, clients.length)
  const current = Math.max(0, expected - behind.length)
  return {
    meta: before.meta,
    data: {
      ...before.data,
      clients,
      coverage: { ...coverage, expected, current, behind, summary: `${current} of ${expected}` },
    },
  }
}
