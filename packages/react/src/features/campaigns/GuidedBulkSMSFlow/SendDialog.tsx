import type { Campaign } from '@headwater/core/campaigns'
import { useState } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { ConfirmDialog, TextField } from '../../../ui/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Props of {@link SendDialog}. */
export interface SendDialogProps {
  campaign: Campaign
  scheduledAt: string | null
  /** What the server wants to see confirmed. */
  recipients: number
  /** Such as “412 recipients”. */
  shown: string
  cost: string
  needsConfirmation: boolean
  onClose(): void
  onSent(campaign: Campaign): void
  onRefused(): void
}

/** Asks before a campaign is sent; a large one only with the number of its recipients typed. */
export function SendDialog(props: SendDialogProps) {
  const { campaign, scheduledAt, recipients, shown, cost, needsConfirmation } = props
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const client = useCampaignsClient()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // A second click, or a retry over a bad line, is the same send.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const count = format.number(recipients)
  const isConfirmed = !needsConfirmation || typed.replaceAll(/\D/g, '') === String(recipients)

  async function send(): Promise<void> {
    setAsked(true)
    if (!isConfirmed) return
    setBusy(true)
    setError(null)
    try {
      const sent = await client.send(
        {
          campaign_id: campaign.id,
          confirmed_recipients: recipients,
          ...(scheduledAt === null ? {} : { scheduled_at: scheduledAt }),
        },
        { idempotencyKey },
      )
      props.onSent(sent)
    } catch (failure) {
      setError(failure)
      setBusy(false)
      props.onRefused()
    }
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      title={
        scheduledAt === null ? copy.sendTitle(shown) : copy.scheduleTitle(shown, format.dateTime(scheduledAt))
      }
      description={copy.sendDescription(cost)}
      confirmLabel={scheduledAt === null ? copy.send(shown) : copy.schedule(shown)}
      cancelLabel={common.cancel}
      variant="primary"
      busy={busy}
      onConfirm={() => void send()}
    >
      {needsConfirmation ? (
        <TextField
          label={copy.confirmLabel(count)}
          inputMode="numeric"
          autoComplete="off"
          error={asked && !isConfirmed ? copy.confirmWrong(count) : null}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      ) : null}
      {error === null ? null : <ErrorState error={error} />}
    </ConfirmDialog>
  )
}
