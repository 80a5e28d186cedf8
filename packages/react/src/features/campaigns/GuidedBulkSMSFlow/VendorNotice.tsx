import type { Campaign } from '@headwater/core/campaigns'
import { useQuery } from '@tanstack/react-query'
import { useFormat, useHub } from '../../../provider/index.ts'
import { Callout } from '../../../ui/index.ts'
import { nextTryOf, providerStateOf } from '../providers/provider-state.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

const LOOK_AGAIN_MS = 3000

/** Says that a campaign waits because its vendor can't be reached, and until when. */
export function VendorNotice({ campaign }: { campaign: Campaign }) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const isSending = campaign.status === 'active'
  const query = useQuery(
    { ...client.providers.queries.list(), enabled: isSending, refetchInterval: LOOK_AGAIN_MS },
    queryClient,
  )
  const provider = query.data?.data.find(({ id }) => id === campaign.provider_id)
  if (!isSending || !provider || providerStateOf(provider) !== 'waiting') return null
  const { pending, held } = campaign.counters
  const waiting = copy.recipientCount(pending + held, format.number(pending + held))
  const nextTry = nextTryOf(provider)
  return (
    <Callout tone="warning" title={copy.waitingForVendor(provider.name)}>
      <p>{copy.waitingForVendorDescription(waiting, nextTry === null ? null : format.dateTime(nextTry))}</p>
    </Callout>
  )
}
