import type { CampaignStatus, Disposition, MessageStatus } from '@headwater/core/campaigns'
import {
  Archive,
  Ban,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  PencilLine,
  Send,
  SkipForward,
  type LucideIcon,
} from 'lucide-react'
import { Badge, type Tone } from '../../ui/index.ts'
import { useCampaignsCopy } from './use-campaigns-copy.ts'

type Look = readonly [Tone, LucideIcon]

const campaignLooks: Record<CampaignStatus, Look> = {
  draft: ['neutral', PencilLine],
  scheduled: ['info', CalendarClock],
  active: ['info', Send],
  paused: ['warning', CirclePause],
  completed: ['success', CircleCheck],
  archived: ['neutral', Archive],
  failed: ['danger', CircleAlert],
}

const messageLooks: Record<MessageStatus, Look> = {
  pending: ['neutral', Clock],
  held: ['warning', CirclePause],
  sent: ['info', Send],
  delivered: ['success', CircleCheck],
  failed: ['danger', CircleAlert],
  suppressed: ['neutral', Ban],
}

const dispositionLooks: Record<Disposition, Look> = {
  send: ['success', Send],
  hold: ['warning', CirclePause],
  suppress: ['neutral', Ban],
  fail: ['danger', CircleAlert],
  skip: ['neutral', SkipForward],
}

function LookBadge({ look: [tone, Icon], children }: { look: Look; children: string }) {
  return (
    <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
      {children}
    </Badge>
  )
}

/** A campaign's state in a word, an icon and a colour. */
export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  const { statusNames } = useCampaignsCopy()
  return <LookBadge look={campaignLooks[status]}>{statusNames[status]}</LookBadge>
}

/** A message's state in a word, an icon and a colour. */
export function MessageStatusBadge({ status }: { status: MessageStatus }) {
  const { messageStatusNames } = useCampaignsCopy()
  return <LookBadge look={messageLooks[status]}>{messageStatusNames[status]}</LookBadge>
}

/** What would happen to a recipient, in a word, an icon and a colour. */
export function DispositionBadge({ disposition }: { disposition: Disposition }) {
  const { dispositionNames } = useCampaignsCopy()
  return <LookBadge look={dispositionLooks[disposition]}>{dispositionNames[disposition]}</LookBadge>
}
