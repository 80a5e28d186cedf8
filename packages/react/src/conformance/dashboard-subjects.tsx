import type { ReactElement } from 'react'
import { InDashboards } from '../../.storybook/in-dashboards.tsx'
import {
  ConnectWorkspaces,
  DataFreshnessIndicator,
  FreshnessBadge,
  HealthSummary,
  InfrastructureDashboard,
  KpiDashboard,
  RefreshButton,
  RevenueDashboard,
  TargetsEditor,
  ValidationWarnings,
  VolumeDashboard,
} from '../dashboards.ts'
import { sampleDashboards, sampleHealth, sampleIncidents } from '../features/dashboards/dashboard-stories.ts'
import type { Subjects } from './subject.ts'

/** What the dashboards find. */
export const dashboardBackend = sampleDashboards({
  workspaces: 3,
  accountsEach: 2,
  names: ['Αθήνα', 'Πάτρα', 'Βόλος'],
  health: sampleHealth({
    deductions: [
      { metric: 'stats_age', subject: '', severity: 'warning', value: 14, threshold: 10, points: 45 },
    ],
  }),
  incidents: sampleIncidents().filter(({ subject }) => subject === ''),
})

/** Components of the dashboards' entry. */
export const dashboardSubjects: Subjects = {
  ConnectWorkspaces: { element: (props) => inDashboards(<ConnectWorkspaces {...props} />) },
  DataFreshnessIndicator: {
    element: (props) => (
      <DataFreshnessIndicator {...props} lastUpdated={new Date()} warnings={['Χωρίς στόχο.']} cached />
    ),
    hasControl: false,
  },
  FreshnessBadge: {
    element: (props) => <FreshnessBadge {...props} lastUpdated={new Date()} />,
    hasControl: false,
  },
  HealthSummary: { element: (props) => inDashboards(<HealthSummary {...props} />), hasControl: false },
  InfrastructureDashboard: { element: (props) => inDashboards(<InfrastructureDashboard {...props} />) },
  KpiDashboard: { element: (props) => inDashboards(<KpiDashboard {...props} />) },
  RefreshButton: { element: (props) => <RefreshButton {...props} onRefresh={() => {}} /> },
  RevenueDashboard: { element: (props) => inDashboards(<RevenueDashboard {...props} />) },
  TargetsEditor: { element: (props) => inDashboards(<TargetsEditor {...props} />) },
  ValidationWarnings: {
    element: (props) => <ValidationWarnings {...props} warnings={['Χωρίς στόχο.', 'Χωρίς τιμή.']} />,
  },
  VolumeDashboard: { element: (props) => inDashboards(<VolumeDashboard {...props} />) },
}

function inDashboards(element: ReactElement): ReactElement {
  return <InDashboards>{element}</InDashboards>
}
