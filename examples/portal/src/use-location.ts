import { useSyncExternalStore } from 'react'

/** Where in the portal one is; it stands in the address, so that it can be linked, reloaded and gone back from. */
export interface Place {
  page: Page
  /** On the page of the data hub. */
  tab: Tab
  /** On the page of the dashboards. */
  dashboard: DashboardTab
  /** On the page of the campaigns, where none is open. */
  campaigns: CampaignsTab
  /** The campaign that is open; `new` for one that isn't kept yet. */
  campaignId: string | null
  /** Where in the open campaign. */
  step: CampaignStep | null
  /** The model that is looked at. */
  modelId: string | null
}

const pages = ['data-hub', 'dashboards', 'campaigns'] as const

const tabs = ['models', 'import', 'jobs', 'records'] as const

const dashboards = ['kpi', 'volume', 'revenue', 'infrastructure', 'health', 'targets'] as const

const campaignsTabs = ['campaigns', 'suppressions', 'accounts'] as const

const steps = ['source', 'audience', 'message', 'schedule', 'review', 'results'] as const

/** The portal's pages. */
export type Page = (typeof pages)[number]

/** The dashboards' tabs. */
export type DashboardTab = (typeof dashboards)[number]

/** The campaigns' tabs. */
export type CampaignsTab = (typeof campaignsTabs)[number]

/** A step of the guided flow, or what became of the campaign. */
export type CampaignStep = (typeof steps)[number]

/** The Data Hub's tabs. */
export type Tab = (typeof tabs)[number]

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null
}

/** The place that an address's parameters name. */
export function placeOf(search: string): Place {
  const parameters = new URLSearchParams(search)
  const get = (name: string) => parameters.get(name)
  return {
    page: oneOf(pages, get('page')) ?? 'data-hub',
    tab: oneOf(tabs, get('tab')) ?? 'models',
    dashboard: oneOf(dashboards, get('dashboard')) ?? 'kpi',
    campaigns: oneOf(campaignsTabs, get('campaigns')) ?? 'campaigns',
    campaignId: get('campaign'),
    step: oneOf(steps, get('step')),
    modelId: get('model'),
  }
}

/** What of a place its page goes by. */
function parametersOf(place: Place): Record<string, string | null> {
  const { page, tab, dashboard, campaigns, campaignId, step, modelId } = place
  if (page === 'dashboards') return { page, dashboard }
  if (page === 'campaigns')
    return campaignId === null ? { page, campaigns } : { page, campaign: campaignId, step }
  return { tab, model: modelId }
}

function addressOf(place: Place): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(parametersOf(place)))
    if (value !== null) parameters.set(name, value)
  return `?${parameters}`
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  return () => removeEventListener('popstate', listener)
}

/** Goes to another place; what isn't named stays. With `replace` the place before can't be gone back to. */
export type Go = (next: Partial<Place>, how?: 'push' | 'replace') => void

const go: Go = (next, how = 'push') => {
  const address = addressOf({ ...placeOf(location.search), ...next })
  if (how === 'replace') history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  dispatchEvent(new PopStateEvent('popstate'))
}

/** The place, and what goes to another. */
export function usePlace(): [Place, Go] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  return [placeOf(search), go]
}
