import type { Campaign } from '@headwater/core/campaigns'
import { Ban, Ellipsis, FolderOpen, Pause, Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommonCopy, useFormat } from '../../../provider/index.ts'
import { IconButton, Menu, ProgressBar, type MenuItem } from '../../../ui/index.ts'
import { CampaignStatusBadge } from '../StatusBadge.tsx'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useMoney } from '../use-money.ts'

/** Props of {@link CampaignRow}. */
export interface CampaignRowProps {
  campaign: Campaign
  onOpen: ((campaign: Campaign) => void) | undefined
  onPause(id: string): Promise<Campaign>
  onResume(id: string): Promise<Campaign>
  onAsk(kind: 'delete' | 'cancel'): void
}

/** One campaign of the list with what can be done to it now. */
export function CampaignRow({ campaign, onOpen, onPause, onResume, onAsk }: CampaignRowProps) {
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const money = useMoney()
  const [failure, setFailure] = useState<string | null>(null)
  const { status, counters } = campaign
  const act = (action: (id: string) => Promise<Campaign>) => {
    setFailure(null)
    action(campaign.id).catch((error: unknown) =>
      setFailure(error instanceof Error ? error.message : common.unknownError),
    )
  }
  const items: MenuItem[] = []
  if (onOpen)
    items.push({
      label: common.open,
      icon: <FolderOpen className="hub-icon" />,
      onSelect: () => onOpen(campaign),
    })
  if (status === 'active')
    items.push({ label: copy.pause, icon: <Pause className="hub-icon" />, onSelect: () => act(onPause) })
  if (status === 'paused')
    items.push({ label: copy.resume, icon: <Play className="hub-icon" />, onSelect: () => act(onResume) })
  if (status === 'active' || status === 'paused' || status === 'scheduled')
    items.push({
      label: copy.cancelCampaign,
      icon: <Ban className="hub-icon" />,
      tone: 'danger',
      onSelect: () => onAsk('cancel'),
    })
  if (status !== 'active' && status !== 'scheduled')
    items.push({
      label: common.delete,
      icon: <Trash2 className="hub-icon" />,
      tone: 'danger',
      onSelect: () => onAsk('delete'),
    })
  const done = counters.recipients - counters.pending - counters.held
  const note = failure ?? campaign.status_message ?? campaign.description
  const when =
    campaign.status === 'scheduled' ? campaign.scheduled_at : (campaign.started_at ?? campaign.updated_at)
  return (
    <tr>
      <td>
        <div className="hub-model-cell">
          {onOpen ? (
            <button
              type="button"
              className="hub-link hub-truncate"
              title={campaign.name}
              onClick={() => onOpen(campaign)}
            >
              {campaign.name}
            </button>
          ) : (
            <strong className="hub-truncate" title={campaign.name}>
              {campaign.name}
            </strong>
          )}
          {note ? (
            <span
              className="hub-model-description hub-truncate"
              title={note}
              role={failure === null ? undefined : 'alert'}
            >
              {note}
            </span>
          ) : null}
        </div>
      </td>
      <td>
        <CampaignStatusBadge status={status} />
        {status === 'active' || status === 'paused' ? (
          <ProgressBar
            label={campaign.name}
            value={counters.recipients === 0 ? null : done / counters.recipients}
          />
        ) : null}
      </td>
      <td data-align="end" className="hub-column-minor">
        {counters.recipients === 0 ? copy.dash : format.number(counters.recipients)}
      </td>
      <td data-align="end" className="hub-column-minor">
        {counters.recipients === 0 ? copy.dash : format.number(counters.delivered)}
      </td>
      <td data-align="end" className="hub-column-minor">
        {counters.recipients === 0 ? copy.dash : money(counters.cost_micros, campaign.currency)}
      </td>
      <td className="hub-muted hub-column-minor">
        {when === null ? copy.dash : status === 'scheduled' ? format.dateTime(when) : format.age(when)}
      </td>
      <td data-align="end">
        <Menu
          trigger={
            <IconButton label={common.actionsFor(campaign.name)} icon={<Ellipsis className="hub-icon" />} />
          }
          items={items}
        />
      </td>
    </tr>
  )
}
