import type { WorkspaceTargets } from '@headwater/core/dashboards'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Target } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { ErrorState, StaleNotice, useHub } from '../../../provider/index.ts'
import { Badge, classNames, EmptyState, IconButton, Skeleton } from '../../../ui/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { useColumnWords } from '../table/use-column-words.ts'
import { TargetsDialog } from './TargetsDialog.tsx'

/** Props of {@link TargetsEditor}. */
export type TargetsEditorProps = Omit<ComponentProps<'section'>, 'children'>

function Row({ workspace, onEdit }: { workspace: WorkspaceTargets; onEdit(): void }) {
  const { copy, figures } = useColumnWords()
  const { name, is_tracked, workspace_targets: targets } = workspace
  const money = (minor: number | null | undefined): string =>
    typeof minor === 'number' && targets?.currency ? figures.money(minor, targets.currency) : copy.none
  return (
    <tr>
      <td>
        <span className="hub-row hub-truncate" title={name}>
          {name}
          {is_tracked ? null : <Badge>{copy.notTracked}</Badge>}
        </span>
      </td>
      <td data-align="end">
        {typeof targets?.monthly_kpi === 'number' ? figures.count(targets.monthly_kpi) : copy.none}
      </td>
      <td data-align="end" className="hub-column-minor">
        {money(targets?.price_per_lead_minor)}
      </td>
      <td data-align="end" className="hub-column-minor">
        {money(targets?.monthly_cost_minor)}
      </td>
      <td data-align="end">
        <IconButton
          label={copy.editTargets(name)}
          icon={<Pencil className="hub-icon" aria-hidden />}
          onClick={onEdit}
        />
      </td>
    </tr>
  )
}

/** What admins know of each workspace: leads wanted, price of a lead, cost of a month. The server refuses others. It stands inside a `DashboardProvider`. */
export function TargetsEditor({ className, ...rest }: TargetsEditorProps) {
  const { queryClient } = useHub()
  const { targets } = useDashboardsValue().dashboards
  const { copy } = useColumnWords()
  const query = useQuery(targets.queries.list(), queryClient)
  const [editing, setEditing] = useState<WorkspaceTargets | null>(null)
  const workspaces = query.data?.data
  return (
    <section
      aria-label={copy.targetsTitle}
      {...rest}
      className={classNames('hub-dashboard', className)}
      aria-busy={query.isPending}
    >
      <header className="hub-dashboard-name">
        <h2 className="hub-title">{copy.targetsTitle}</h2>
        <p className="hub-muted">{copy.targetsDescription}</p>
      </header>
      {query.error && query.data ? (
        <StaleNotice
          error={query.error}
          fetchedAt={query.data.meta.fetchedAt}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {workspaces?.length === 0 ? (
        <div className="hub-panel">
          <EmptyState
            icon={<Target className="hub-icon" aria-hidden />}
            title={copy.notConnectedTitle}
            description={copy.notConnectedDescription}
          />
        </div>
      ) : null}
      {query.isPending || (workspaces && workspaces.length > 0) ? (
        <div className="hub-panel hub-table-scroll hub-targets">
          <table className="hub-table">
            <thead>
              <tr>
                <th scope="col">{copy.workspace}</th>
                <th scope="col" data-align="end">
                  {copy.monthlyKpi}
                </th>
                <th scope="col" data-align="end" className="hub-column-minor">
                  {copy.pricePerLead}
                </th>
                <th scope="col" data-align="end" className="hub-column-minor">
                  {copy.monthlyCost}
                </th>
                <th scope="col">
                  <span className="hub-visually-hidden">{copy.edit}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {workspaces
                ? workspaces.map((workspace) => (
                    <Row key={workspace.id} workspace={workspace} onEdit={() => setEditing(workspace)} />
                  ))
                : Array.from({ length: 8 }, (_, index) => (
                    <tr key={index}>
                      <td colSpan={5}>
                        <Skeleton width={`${64 - (index % 3) * 12}%`} />
                      </td>
                    </tr>
                  ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {editing ? (
        <TargetsDialog key={editing.id} workspace={editing} onClose={() => setEditing(null)} />
      ) : null}
    </section>
  )
}
