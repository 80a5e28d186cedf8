import type { Hub } from '@headwater/core'
import { createContext, useContext, useMemo } from 'react'
import type { CampaignsCopy } from '../features/campaigns/copy.ts'
import type { DashboardsCopy } from '../features/dashboards/copy.ts'
import type { DataModelsCopy } from '../features/data-models/copy.ts'
import type { ImportWizardCopy } from '../features/import-wizard/copy.ts'
import type { FreshnessCopy } from '../features/freshness/copy.ts'
import type { ImportsCopy } from '../features/imports/copy.ts'
import type { RecordsCopy } from '../features/records/copy.ts'
import { commonCopy, type CommonCopy } from './common-copy.ts'

/** Words to replace, by feature. Those that are left out stay as they are. */
export interface HubCopy {
  common?: Partial<CommonCopy>
  campaigns?: Partial<CampaignsCopy>
  dashboards?: Partial<DashboardsCopy>
  dataModels?: Partial<DataModelsCopy>
  freshness?: Partial<FreshnessCopy>
  imports?: Partial<ImportsCopy>
  importWizard?: Partial<ImportWizardCopy>
  records?: Partial<RecordsCopy>
}

/** What {@link HubProvider} hands down. */
export interface HubContextValue {
  hub: Hub
  locale: string | undefined
  copy: HubCopy
}

export const HubContext = createContext<HubContextValue | null>(null)

/** What the provider above hands down. @throws Error outside of a HubProvider */
export function useHubContext(): HubContextValue {
  const value = useContext(HubContext)
  if (!value)
    throw new Error('No HubProvider is above this component. Wrap the app in <HubProvider hub={hub}>.')
  return value
}

/**
 * The hub of the provider above.
 * @throws Error outside of a HubProvider
 */
export function useHub(): Hub {
  return useHubContext().hub
}

/** The words that every feature shares, with the host's own. */
export function useCommonCopy(): CommonCopy {
  const own = useHubContext().copy.common
  return useMemo(() => ({ ...commonCopy, ...own }), [own])
}
