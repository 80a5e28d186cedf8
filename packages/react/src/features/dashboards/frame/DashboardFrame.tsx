import type { Coverage, DashboardName } from '@headwater/core/dashboards'
import { Gauge } from 'lucide-react'
import { Fragment, type ComponentProps, type ReactNode } from 'react'
import { useCommonCopy } from '../../../provider/index.ts'
import { Button, Callout, classNames, EmptyState } from '../../../ui/index.ts'
import { DataFreshnessIndicator, RefreshButton, ValidationWarnings } from '../../freshness/index.ts'
import { ConnectWorkspaces } from '../ConnectWorkspaces/ConnectWorkspaces.tsx'
import { useDashboardsValue } from '../dashboard-context.ts'
import type { DashboardState } from '../use-dashboard.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import { CoverageNotice } from './CoverageNotice.tsx'
import { FigureList, FigureSkeletons, type Figure } from './FigureList.tsx'
import { LiveAge } from './LiveAge.tsx'
import { ChartSkeleton, TableSkeleton } from './skeletons.tsx'
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

/** The age of the figures that are up to date: the others are named apart. */
function currentSince(clients: readonly { id: string; asOf: string }[], { behind }: Coverage): string | null {
  const ids = new Set(behind.map(({ id }) => id))
  return clients.reduce<string | null>(
    (oldest, { id, asOf }) => (ids.has(id) || (oldest !== null && oldest < asOf) ? oldest : asOf),
    null,
  )
}

/** "24 of 27 workspaces, oldest 14 minutes ago". */
function CoverageWords({ coverage, isPartial }: { coverage: Coverage; isPartial: boolean }) {
  const copy = useDashboardsCopy()
  const { count } = useFigures()
  const words = copy.coverage(coverage.expected, count(coverage.current), count(coverage.expected))
  return isPartial && coverage.oldestAsOf !== null ? (
    <LiveAge iso={coverage.oldestAsOf} say={(age) => copy.coverageOldest(words, age)} />
  ) : (
    words
  )
}

/** What every dashboard has around its own figures: how fresh they are, what is missing, what failed, and the next step. */
export function DashboardFrame(props: DashboardFrameProps) {
  const { name, title, state, figures, chart, table, actions, className, ...rest } = props
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const { dashboards, workspaceIds } = useDashboardsValue()
  const { limits } = dashboards
  const { data, coverage, loading, failure, lastUpdated, clients } = state
  const refresh = () => void state.refresh(true)
  const isRefreshing = state.progress.state === 'refreshing'
  const isConnected = coverage?.expected !== 0
  const isPartial = coverage !== null && coverage.behind.length > 0 && coverage.current > 0

  function body(): ReactNode {
    if (loading)
      return (
        <>
          <FigureSkeletons labels={figures.map(({ label }) => label)} />
          <ChartSkeleton />
          <TableSkeleton />
        </>
      )
    if (!data) return null
    if (!isConnected)
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
        {/* A chart lags behind its figures for a moment: not into another selection. */}
        <Fragment key={workspaceIds?.join()}>{chart}</Fragment>
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
        <h2 className="hub-title">{title}</h2>
        <div className="hub-dashboard-actions">
          {actions}
          {isConnected ? (
            <>
              <WorkspaceSelect name={name} />
              <RefreshButton
                onRefresh={refresh}
                onCancel={state.cancelRefresh}
                progress={state.progress}
                disabled={loading}
              />
            </>
          ) : null}
        </div>
        <DataFreshnessIndicator
          lastUpdated={isPartial ? currentSince(clients, coverage) : lastUpdated}
          loading={loading || state.updating}
          error={state.error}
          cached={state.cached}
          fresh={isPartial ? undefined : state.isFresh}
          incomplete={isPartial}
          warnings={state.warnings}
          limits={limits}
          coverage={
            coverage && isConnected ? <CoverageWords coverage={coverage} isPartial={isPartial} /> : null
          }
        />
      </header>
      {failure ? (
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
