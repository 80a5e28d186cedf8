import { loadedPage } from './loaded-page.tsx'

// A page that is not looked at is not loaded.
export const dashboardsPage = loadedPage(() => import('./dashboards-page.tsx'))
export const campaignsPage = loadedPage(() => import('./campaigns-page.tsx'))
