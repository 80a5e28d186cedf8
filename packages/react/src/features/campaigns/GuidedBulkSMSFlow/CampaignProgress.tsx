import { messageStatuses, type Campaign } from '@headwater/core/campaigns'
import { Ban, Pause, Play } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { ErrorState, useFormat } from '../../../provider/index.ts'
import { Button, Callout, classNames, ProgressBar } from '../../../ui/index.ts'
import { CancelCampaignDialog } from '../CampaignDialogs.tsx'
import { CampaignStatusBadge } from '../StatusBadge.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useCampaign } from '../use-campaigns.ts'
import { VendorNotice } from './VendorNotice.tsx'

/** Props of {@link CampaignProgress}. */
export interface CampaignProgressProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** The campaign as it was last seen. */
  campaign: Campaign
  onViewResults?: ((campaign: Campaign) => void) | undefined
}

/**
 * How far a campaign is, live, with its brakes; and, while its vendor can't be reached, that it waits.
 *
 * @example
 * <CampaignProgress campaign={campaign} onViewResults={({ id }) => navigate(`/campaigns/${id}/results`)} />
 */
export function CampaignProgress(props: CampaignProgressProps) {
  const { campaign: seen, onViewResults, className, ...rest } = props
  const copy = useCampaignsCopy()
  const format = useFormat()
  const client = useCampaignsClient()
  const query = useCampaign(seen.id)
  const campaign = query.data?.data ?? seen
  const [isAsking, setIsAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { counters, status } = campaign
  const done = counters.recipients - counters.pending - counters.held
  const act = async (action: (id: string) => Promise<Campaign>) => {
    setBusy(true)
    setError(null)
    try {
      await action(campaign.id)
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  return (
    <section
      {...rest}
      className={classNames('hub-stack hub-campaigns hub-send-progress', className)}
      data-state={status}
    >
      <div className="hub-row hub-spread">
        <div className="hub-row">
          <h3 className="hub-title">{campaign.name}</h3>
          <CampaignStatusBadge status={status} />
        </div>
        <div className="hub-row">
          {status === 'active' ? (
            <Button
              busy={busy}
              icon={<Pause className="hub-icon" aria-hidden />}
              onClick={() => void act(client.pause)}
            >
              {copy.pause}
            </Button>
          ) : null}
          {status === 'paused' ? (
            <Button
              variant="primary"
              busy={busy}
              icon={<Play className="hub-icon" aria-hidden />}
              onClick={() => void act(client.resume)}
            >
              {copy.resume}
            </Button>
          ) : null}
          {status === 'active' || status === 'paused' || status === 'scheduled' ? (
            <Button icon={<Ban className="hub-icon" aria-hidden />} onClick={() => setIsAsking(true)}>
              {copy.cancelCampaign}
            </Button>
          ) : null}
          {onViewResults && status !== 'scheduled' ? (
            <Button
              variant={status === 'completed' ? 'primary' : 'secondary'}
              onClick={() => onViewResults(campaign)}
            >
              {copy.viewResults}
            </Button>
          ) : null}
        </div>
      </div>
      {campaign.status_message === null ? null : (
        <Callout tone={status === 'failed' ? 'danger' : 'warning'}>{campaign.status_message}</Callout>
      )}
      <VendorNotice campaign={campaign} />
      {status === 'scheduled' && campaign.scheduled_at !== null ? (
        <p>{copy.scheduledFor(format.dateTime(campaign.scheduled_at))}</p>
      ) : (
        <>
          <ProgressBar
            label={copy.progressTitle}
            value={counters.recipients === 0 ? null : done / counters.recipients}
            tone={status === 'completed' ? 'success' : 'neutral'}
          />
          <p role="status" className="hub-muted">
            {counters.recipients === 0
              ? copy.preparing
              : copy.accounted(format.number(done), format.number(counters.recipients))}
            {status === 'completed' ? ` ${copy.everyoneAccounted}` : ''}
          </p>
          <dl className="hub-counts">
            {messageStatuses.map((one) => (
              <div key={one} data-empty={counters[one] === 0 || undefined}>
                <dt>{copy.messageStatusNames[one]}</dt>
                <dd>{format.number(counters[one])}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {error === null ? null : <ErrorState error={error} />}
      {isAsking ? <CancelCampaignDialog campaign={campaign} onClose={() => setIsAsking(false)} /> : null}
    </section>
  )
}
