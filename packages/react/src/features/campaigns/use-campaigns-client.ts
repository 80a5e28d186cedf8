import type { Hub } from '@headwater/core'
import { createCampaigns, type CampaignsClient } from '@headwater/core/campaigns'
import { useHub } from '../../provider/index.ts'

const clients = new WeakMap<Hub, CampaignsClient>()

/** The campaigns' client of the hub above, made with the first component that asks for it. */
export function useCampaignsClient(): CampaignsClient {
  const hub = useHub()
  const client = clients.get(hub) ?? createCampaigns(hub)
  clients.set(hub, client)
  return client
}
