import { e164Schema, messageChannels, type MessageChannel } from '@headwater/core/campaigns'
import { useState } from 'react'
import { ErrorState, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Button, Dialog, SelectField, TextAreaField, TextField } from '../../../ui/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Props of {@link AddSuppressionsDialog}. */
export interface AddSuppressionsDialogProps {
  channel: MessageChannel
  fixedChannel: boolean
  onClose(): void
  onAdded(result: { added: number; known: number }): void
}

const MOST_NUMBERS = 1000
/** Bad lines that an error names. */
const NAMED_LINES = 3

/** Takes numbers, one a line, and says which of them are none. */
export function AddSuppressionsDialog(props: AddSuppressionsDialogProps) {
  const { fixedChannel, onClose, onAdded } = props
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const client = useCampaignsClient()
  const [channel, setChannel] = useState(props.channel)
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const lines = text
    .split(/[\n,;]/)
    .map((line) => line.replaceAll(/[\s().-]/g, ''))
    .filter((line) => line !== '')
  const addresses = [...new Set(lines)]
  const bad = addresses.filter((address) => !e164Schema.safeParse(address).success)
  const fault =
    bad.length > 0
      ? copy.addNumbersBad(bad.slice(0, NAMED_LINES).join(', ') + (bad.length > NAMED_LINES ? ' …' : ''))
      : addresses.length > MOST_NUMBERS
        ? copy.addNumbersMany(format.number(addresses.length))
        : addresses.length === 0
          ? copy.addNumbersHint
          : null

  async function add(): Promise<void> {
    setAsked(true)
    if (fault !== null) return
    setBusy(true)
    setError(null)
    try {
      const result = await client.suppressions.add({
        channel,
        addresses,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      })
      onAdded(result)
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={copy.addNumbersTitle}
      closeLabel={common.close}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" busy={busy} onClick={() => void add()}>
            {addresses.length === 0
              ? copy.addNumbers
              : copy.addCount(addresses.length, format.number(addresses.length))}
          </Button>
        </>
      }
    >
      <div className="hub-stack">
        <TextAreaField
          label={copy.addNumbersLabel}
          hint={copy.addNumbersHint}
          error={asked ? fault : null}
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {fixedChannel ? null : (
          <SelectField
            label={copy.channel}
            value={channel}
            onChange={({ target }) =>
              setChannel(messageChannels.find((one) => one === target.value) ?? 'sms')
            }
          >
            {messageChannels.map((one) => (
              <option key={one} value={one}>
                {copy.channelNames[one]}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label={copy.note}
          hint={copy.noteHint}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {error === null ? null : <ErrorState error={error} />}
      </div>
    </Dialog>
  )
}
