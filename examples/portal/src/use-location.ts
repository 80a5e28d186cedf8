import { useSyncExternalStore } from 'react'

/** Where in the portal one is; it stands in the address, so that it can be linked, reloaded and gone back from. */
export interface Place {
  tab: Tab
  /** The model that is looked at. */
  modelId: string | null
}

const tabs = ['models', 'import', 'jobs', 'records'] as const

/** The Data Hub's tabs. */
export type Tab = (typeof tabs)[number]

function placeOf(search: string): Place {
  const parameters = new URLSearchParams(search)
  const tab = tabs.find((candidate) => candidate === parameters.get('tab')) ?? 'models'
  return { tab, modelId: parameters.get('model') }
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
    const { tab, modelId } = { ...place, ...next }
    const parameters = new URLSearchParams({ tab, ...(modelId === null ? {} : { model: modelId }) })
    history.pushState(null, '', `?${parameters}`)
    dispatchEvent(new PopStateEvent('popstate'))
  }
  return [place, go]
}
