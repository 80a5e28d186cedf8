import { serveDashboard } from '../_shared/dashboards/serve-dashboard.ts'

serveDashboard('volume')
