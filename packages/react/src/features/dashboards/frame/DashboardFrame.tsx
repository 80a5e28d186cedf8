import type { DashboardName } from '@headwater/core/dashboards'
import { Gauge } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useCommonCopy } from '../../../provider/index.ts'
import { Button, Callout, classNames, EmptyState, Skeleton } from '../../../ui/index.ts'
import { DataFreshnessIndicator, RefreshButton, ValidationWarnings } from '../../freshness/index.ts'
import { ConnectWorkspaces } from '../ConnectWorkspaces/ConnectWorkspaces.tsx'
import { useDashboardsValue } from '../dashboard-context.ts'
import type { DashboardState } from '../use-dashboard.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import { CoverageNotice } from './CoverageNotice.tsx'
import { FigureList, FigureSkeletons, type Figure } from './FigureList.tsx'
import { LiveAge } from './LiveAge.tsx'
import { WorkspaceSelect } from './WorkspaceSelect.tsx'

/** Props that every dashboard takes. */
export interface DashboardProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** Buttons of the host beside the refresh: "Set targets", say. */
  actions?: ReactNode
}

/** Props of {@link DashboardFrame}. */
export interface DashboardFrameProps extends DashboardProps {
  name: DashboardName
  title: string
  state: DashboardState<DashboardName>
  figures: readonly Figure[]
  chart: ReactNode
  table: ReactNode
}

/** The place of a table that is on its way. */
function TableSkeleton() {
  return (
    <div className="hub-panel hub-table-skeleton" aria-hidden>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index}>
          <Skeleton width={`${64 - (index % 3) * 12}%`} />
        </div>
      ))}
    </div>
  )
}

/** What every dashboard has around its own figures: how fresh they are, what is missing, what failed, and the next step. */
export function DashboardFrame(props: DashboardFrameProps) {
  const { name, title, state, figures, chart, table, actions, className, ...rest } = props
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const { count } = useFigures()
  const { limits } = useDashboardsValue().dashboards
  const { data, coverage, loading, failure, lastUpdated, clients } = state
  const refresh = () => void state.refresh(true)
  const isRefreshing = state.progress.state === 'refreshing'
  const isPartial = coverage !== null && coverage.behind.length > 0 && coverage.current > 0

  function body(): ReactNode {
    if (loading)
      return (
        <>
          <FigureSkeletons labels={figures.map(({ label }) => label)} />
          <div className="hub-chart hub-panel" aria-hidden />
          <TableSkeleton />
        </>
      )
    if (!data) return null
    if (coverage?.expected === 0)
      return (
        <div className="hub-panel">
          <EmptyState
            icon={<Gauge className="hub-icon" aria-hidden />}
            title={copy.notConnectedTitle}
            description={copy.notConnectedDescription}
            actions={<ConnectWorkspaces onConnected={refresh} />}
          />
        </div>
      )
    if (clients.length === 0 && !isRefreshing)
      return (
        <div className="hub-panel">
          <EmptyState
            icon={<Gauge className="hub-icon" aria-hidden />}
            title={copy.notReadTitle}
            description={copy.notReadDescription}
            actions={
              <Button variant="primary" onClick={refresh}>
                {copy.readNow}
              </Button>
            }
          />
        </div>
      )
    return (
      <>
        <FigureList figures={figures} />
        {chart}
        {table}
      </>
    )
  }

  return (
    <section
      aria-label={title}
      {...rest}
      className={classNames('hub-dashboard', className)}
      data-state={loading ? 'loading' : data ? 'ready' : 'error'}
      aria-busy={loading}
    >
      <header className="hub-dashboard-head">
        <div className="hub-dashboard-name">
          <h2 className="hub-title">{title}</h2>
          <DataFreshnessIndicator
            lastUpdated={lastUpdated}
            loading={loading || state.updating}
            error={state.error}
            cached={state.cached}
            fresh={state.isFresh}
            warnings={state.warnings}
            limits={limits}
            coverage={
              coverage && coverage.expected > 0
                ? copy.coverage(count(coverage.current), count(coverage.expected))
                : null
            }
          />
        </div>
        <div className="hub-dashboard-actions">
          {actions}
          <WorkspaceSelect name={name} />
          <RefreshButton
            onRefresh={refresh}
            onCancel={state.cancelRefresh}
            progress={state.progress}
            disabled={loading || coverage?.expected === 0}
          />
        </div>
      </header>
      {failure && !isPartial ? (
        <Callout
          tone="danger"
          title={data ? copy.refreshFailedTitle : copy.errorTitle}
          actions={<Button onClick={refresh}>{common.retry}</Button>}
        >
          <p>{failure.message}</p>
          {data && lastUpdated ? (
            <p>
              <LiveAge iso={lastUpdated.toISOString()} say={copy.shownFrom} />
            </p>
          ) : null}
        </Callout>
      ) : null}
      {isPartial && !isRefreshing ? <CoverageNotice coverage={coverage} onRetry={refresh} /> : null}
      {body()}
      <ValidationWarnings warnings={state.warnings} />
    </section>
  )
}
