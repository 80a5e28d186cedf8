import { e164Schema } from '@headwater/core/campaigns'
import { useState } from 'react'
import { ErrorState, useCommonCopy } from '../../../provider/index.ts'
import { Button, Callout, Dialog, TextField } from '../../../ui/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Sends one message to a number of one's own. */
export function TestDialog(props: { campaignId: string; recordId: string | undefined; onClose(): void }) {
  const { campaignId, recordId, onClose } = props
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const client = useCampaignsClient()
  const [to, setTo] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<{ to: string; text: string } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const number = to.replaceAll(/[\s().-]/g, '')
  const isBad = !e164Schema.safeParse(number).success

  async function send(): Promise<void> {
    setAsked(true)
    if (isBad) return
    setBusy(true)
    setError(null)
    setResult(null)
    try {
      const { text } = await client.test(campaignId, {
        to: number,
        ...(recordId === undefined ? {} : { record_id: recordId }),
      })
      setResult({ to: number, text })
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={copy.testTitle}
      closeLabel={common.close}
      footer={
        <>
          <Button onClick={onClose}>{common.close}</Button>
          <Button variant="primary" busy={busy} onClick={() => void send()}>
            {copy.sendTest}
          </Button>
        </>
      }
    >
      <div className="hub-stack">
        <TextField
          label={copy.testTo}
          hint={copy.testToHint}
          type="tel"
          error={asked && isBad ? copy.testToBad : null}
          value={to}
          onChange={({ target }) => setTo(target.value)}
        />
        {result ? (
          <Callout tone="success" title={copy.testSent(result.to)}>
            <p>{result.text}</p>
          </Callout>
        ) : null}
        {error === null ? null : <ErrorState error={error} />}
      </div>
    </Dialog>
  )
}
