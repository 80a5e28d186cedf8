import type { DashboardName } from '@headwater/core/dashboards'
import { useQuery } from '@tanstack/react-query'
import { useHub } from '../../../provider/index.ts'
import { SelectField } from '../../../ui/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'

/** A workspace to choose. */
interface Choice {
  id: string
  name: string
}

/** What of the whole dashboard the choice is made from: those with figures, and those without. */
function choicesOf(answer: {
  clients: readonly Choice[]
  coverage: { behind: readonly Choice[] }
}): Choice[] {
  const all = new Map(
    [...answer.coverage.behind, ...answer.clients].map(({ id, name }) => [id, { id, name }]),
  )
  return [...all.values()].toSorted((left, right) => left.name.localeCompare(right.name))
}

function useChoices(name: DashboardName): Choice[] {
  const { queryClient } = useHub()
  const { dashboards, workspaceIds } = useDashboardsValue()
  const { data } = useQuery(
    {
      queryKey: dashboards.keys.one(name),
      // The dashboard's own query reads it while all workspaces are looked at.
      queryFn: async ({ signal }) => {
        switch (name) {
          case 'kpi':
            return dashboards.queries.kpi().queryFn({ signal })
          case 'volume':
            return dashboards.queries.volume().queryFn({ signal })
          case 'revenue':
            return dashboards.queries.revenue().queryFn({ signal })
          case 'infrastructure':
            return dashboards.queries.infrastructure().queryFn({ signal })
        }
      },
      enabled: workspaceIds !== null,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    },
    queryClient,
  )
  return data ? choicesOf(data.data) : []
}

/** Chooses the workspace that the dashboards look at, or all. */
export function WorkspaceSelect({ name }: { name: DashboardName }) {
  const copy = useDashboardsCopy()
  const figures = useFigures()
  const { workspaceIds, setWorkspaceIds } = useDashboardsValue()
  const choices = useChoices(name)
  return (
    <SelectField
      label={copy.workspace}
      hideLabel
      className="hub-workspace-select"
      value={workspaceIds?.[0] ?? ''}
      onChange={({ target }) => setWorkspaceIds(target.value === '' ? null : [target.value])}
    >
      <option value="">
        {choices.length > 0
          ? copy.allWorkspaces(choices.length, figures.count(choices.length))
          : copy.everyWorkspace}
      </option>
      {choices.map(({ id, name: label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </SelectField>
  )
}
