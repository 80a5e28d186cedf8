import * as dashboards from '../dashboards.ts'
import { conform } from './conform.tsx'
import { dashboardBackend, dashboardSubjects } from './dashboard-subjects.tsx'

conform({
  entry: dashboards,
  subjects: dashboardSubjects,
  backend: dashboardBackend,
  rootless: ['DashboardProvider'],
})
