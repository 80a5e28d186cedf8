import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { campaignsCopy, type CampaignsCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useCampaignsCopy(): CampaignsCopy {
  const own = useHubContext().copy.campaigns
  return useMemo(() => ({ ...campaignsCopy, ...own }), [own])
}
