import type { Dashboards } from '@headwater/core/dashboards'
import { Button, Tabs } from '@headwater/react'
import {
  DashboardProvider,
  HealthSummary,
  InfrastructureDashboard,
  KpiDashboard,
  RevenueDashboard,
  TargetsEditor,
  VolumeDashboard,
} from '@headwater/react/dashboards'
import { EmulatorPanel } from './emulator-panel.tsx'
import { usePlace } from './use-location.ts'

/** The four dashboards, their health, and what admins set. Source: data-consistency spec. */
export default function DashboardsPage(props: { dashboards: Dashboards; emulatorUrl: string | null }) {
  const { dashboards, emulatorUrl } = props
  const [{ dashboard }, go] = usePlace()
  const setTargets = <Button onClick={() => go({ dashboard: 'targets' })}>Set targets</Button>
  const setPrices = <Button onClick={() => go({ dashboard: 'targets' })}>Set prices</Button>
  return (
    <main className="portal-page">
      <h1 className="portal-heading">Dashboards</h1>
      <DashboardProvider dashboards={dashboards}>
        {emulatorUrl === null ? null : <EmulatorPanel url={emulatorUrl} />}
        <Tabs
          label="Dashboards"
          value={dashboard}
          onValueChange={(next) => go({ dashboard: next })}
          tabs={[
            { value: 'kpi', label: 'KPI', content: <KpiDashboard actions={setTargets} /> },
            { value: 'volume', label: 'Volume', content: <VolumeDashboard /> },
            { value: 'revenue', label: 'Revenue', content: <RevenueDashboard actions={setPrices} /> },
            { value: 'infrastructure', label: 'Infrastructure', content: <InfrastructureDashboard /> },
            { value: 'health', label: 'Health', content: <HealthSummary /> },
            { value: 'targets', label: 'Targets', content: <TargetsEditor /> },
          ]}
        />
      </DashboardProvider>
    </main>
  )
}
