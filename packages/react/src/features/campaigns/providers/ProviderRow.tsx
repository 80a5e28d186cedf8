import type { MessageProvider } from '@headwater/core/campaigns'
import { CircleAlert, CircleCheck, CirclePause, Copy, Ellipsis, KeyRound, Trash2 } from 'lucide-react'
import { useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Badge, IconButton, Menu, type MenuItem, type Tone } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useMoney } from '../use-money.ts'
import { nextTryOf, providerStateOf, type ProviderState } from './provider-state.ts'

/** Props of {@link ProviderRow}. */
export interface ProviderRowProps {
  provider: MessageProvider
  onAsk(kind: 'remove' | 'credentials'): void
  onCopied(): void
}

const looks: Record<ProviderState, readonly [Tone, typeof CircleCheck]> = {
  ready: ['success', CircleCheck],
  waiting: ['warning', CirclePause],
  refused: ['danger', CircleAlert],
  empty: ['danger', CircleAlert],
}

/** One account: how it is, what it may send, what it costs. */
export function ProviderRow({ provider, onAsk, onCopied }: ProviderRowProps) {
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const money = useMoney()
  const { name, kind } = provider
  const replies = kind === 'twilio' ? `${provider.webhook_url}/inbound` : provider.webhook_url
  const state = providerStateOf(provider)
  const [tone, Icon] = looks[state]
  const nextTry = nextTryOf(provider)
  const note =
    state === 'waiting'
      ? nextTry === null
        ? copy.providerRetrying
        : copy.providerWaiting(format.dateTime(nextTry))
      : (provider.last_error ?? copy.providerKindNames[kind])
  const items: MenuItem[] = []
  if (kind === 'twilio')
    items.push({
      label: copy.replaceCredentials,
      icon: <KeyRound className="hub-icon" />,
      onSelect: () => onAsk('credentials'),
    })
  if (kind !== 'console')
    items.push({
      label: copy.copyWebhook,
      icon: <Copy className="hub-icon" />,
      onSelect: () => void navigator.clipboard.writeText(replies).then(onCopied),
    })
  items.push({
    label: copy.removeProvider,
    icon: <Trash2 className="hub-icon" />,
    tone: 'danger',
    onSelect: () => onAsk('remove'),
  })
  return (
    <tr>
      <td>
        <div className="hub-model-cell">
          <strong className="hub-truncate" title={name}>
            {name}
          </strong>
          {note === name ? null : (
            <span className="hub-model-description hub-truncate" title={note}>
              {note}
            </span>
          )}
        </div>
      </td>
      <td>
        <Badge tone={tone} icon={<Icon className="hub-icon" aria-hidden />}>
          {copy.providerStates[state]}
        </Badge>
      </td>
      <td data-align="end" className="hub-column-minor">
        {format.number(provider.segments_per_second)}
      </td>
      <td data-align="end" className="hub-column-minor">
        {money(provider.price_micros, provider.currency)}
      </td>
      <td data-align="end">
        <Menu
          trigger={<IconButton label={common.actionsFor(name)} icon={<Ellipsis className="hub-icon" />} />}
          items={items}
        />
      </td>
    </tr>
  )
}
