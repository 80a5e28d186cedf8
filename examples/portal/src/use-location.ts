import { useSyncExternalStore } from 'react'

/** Where in the portal one is; it stands in the address, so that it can be linked, reloaded and gone back from. */
export interface Place {
  page: Page
  /** On the page of the data hub. */
  tab: Tab
  /** On the page of the dashboards. */
  dashboard: DashboardTab
  /** The model that is looked at. */
  modelId: string | null
}

const tabs = ['models', 'import', 'jobs', 'records'] as const

const dashboards = ['kpi', 'volume', 'revenue', 'infrastructure', 'health', 'targets'] as const

/** The portal's pages. */
export type Page = 'data-hub' | 'dashboards'

/** The dashboards' tabs. */
export type DashboardTab = (typeof dashboards)[number]

/** The Data Hub's tabs. */
export type Tab = (typeof tabs)[number]

function placeOf(search: string): Place {
  const parameters = new URLSearchParams(search)
  const tab = tabs.find((candidate) => candidate === parameters.get('tab')) ?? 'models'
  const dashboard = dashboards.find((candidate) => candidate === parameters.get('dashboard')) ?? 'kpi'
  const page = parameters.get('page') === 'dashboards' ? 'dashboards' : 'data-hub'
  return { page, tab, dashboard, modelId: parameters.get('model') }
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  return () => removeEventListener('popstate', listener)
}

/** The place, and what goes to another. */
export function usePlace(): [Place, (next: Partial<Place>) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const place = placeOf(search)
  function go(next: Partial<Place>): void {
    const { page, tab, dashboard, modelId } = { ...place, ...next }
    const parameters =
      page === 'dashboards'
        ? new URLSearchParams({ page, dashboard })
        : new URLSearchParams({ tab, ...(modelId === null ? {} : { model: modelId }) })
    history.pushState(null, '', `?${parameters}`)
    dispatchEvent(new PopStateEvent('popstate'))
  }
  return [place, go]
}
