import type { Campaign } from '@headwater/core/campaigns'
import { useFormat } from '../../provider/index.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { useCampaignsClient } from './use-campaigns-client.ts'
import { useCampaignsCopy } from './use-campaigns-copy.ts'

interface CampaignDialogProps {
  campaign: Campaign
  onClose(): void
}

/** Asks before a campaign goes, and says what goes with it. */
export function DeleteCampaignDialog({ campaign, onClose }: CampaignDialogProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const client = useCampaignsClient()
  const { recipients } = campaign.counters
  return (
    <ActionDialog
      title={copy.deleteTitle(campaign.name)}
      description={copy.deleteDescription(
        recipients === 0 ? null : copy.recipientCount(recipients, format.number(recipients)),
      )}
      confirmLabel={copy.deleteCampaign}
      onClose={onClose}
      run={() => client.remove(campaign.id)}
    />
  )
}

/** Asks before a campaign ends, and says who gets nothing. */
export function CancelCampaignDialog({ campaign, onClose }: CampaignDialogProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const client = useCampaignsClient()
  const waiting = campaign.counters.pending + campaign.counters.held
  return (
    <ActionDialog
      title={copy.cancelTitle(campaign.name)}
      description={
        campaign.status === 'scheduled'
          ? copy.cancelScheduled
          : copy.cancelRunning(copy.recipientCount(waiting, format.number(waiting)))
      }
      confirmLabel={copy.cancelCampaign}
      cancelLabel={copy.keepSending}
      onClose={onClose}
      run={() => client.cancel(campaign.id)}
    />
  )
}
