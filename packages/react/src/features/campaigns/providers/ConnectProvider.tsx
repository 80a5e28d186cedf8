import type { MessageProvider } from '@headwater/core/campaigns'
import { useId, useState, type FormEvent } from 'react'
import { ErrorState, useCommonCopy } from '../../../provider/index.ts'
import { Button, Dialog, type ButtonProps } from '../../../ui/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { emptyProviderForm, readProviderForm } from './provider-form.ts'
import { ProviderFields } from './ProviderFields.tsx'

/** Props of {@link ConnectProvider}. */
export interface ConnectProviderProps extends Omit<ButtonProps, 'onClick'> {
  /** The account was added. */
  onConnected?: ((provider: MessageProvider) => void) | undefined
}

/** What came of the last try. */
type Attempt = { state: 'idle' | 'asked' | 'busy' } | { state: 'failed'; error: unknown }

/**
 * A button that asks for an account to send by: a Twilio account, or the console, which sends nothing. Credentials go in and never come out. Only
 * admins may.
 *
 * @example
 * <ConnectProvider onConnected={({ id }) => setProviderId(id)} />
 */
export function ConnectProvider({ onConnected, children, ...rest }: ConnectProviderProps) {
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const { providers } = useCampaignsClient()
  const formId = useId()
  const [open, setOpen] = useState(false)
  const [attempt, setAttempt] = useState<Attempt>({ state: 'idle' })
  const [form, setForm] = useState(emptyProviderForm)
  const read = readProviderForm(form)

  async function connect(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!read.ok) return setAttempt({ state: 'asked' })
    setAttempt({ state: 'busy' })
    try {
      const provider = await providers.create(read.input)
      toggle(false)
      onConnected?.(provider)
    } catch (error) {
      setAttempt({ state: 'failed', error })
    }
  }

  function toggle(next: boolean): void {
    setOpen(next)
    if (next) return
    // Secrets don't stay behind in a closed form.
    setForm(emptyProviderForm)
    setAttempt({ state: 'idle' })
  }

  return (
    <>
      <Button variant="primary" {...rest} onClick={() => toggle(true)}>
        {children ?? copy.connectProvider}
      </Button>
      <Dialog
        open={open}
        onOpenChange={toggle}
        title={copy.connectProviderTitle}
        description={copy.connectProviderDescription}
        closeLabel={common.close}
        footer={
          <>
            <Button onClick={() => toggle(false)}>{common.cancel}</Button>
            <Button variant="primary" type="submit" form={formId} busy={attempt.state === 'busy'}>
              {copy.connectProviderNow}
            </Button>
          </>
        }
      >
        <form id={formId} noValidate className="hub-stack" onSubmit={(event) => void connect(event)}>
          {attempt.state === 'failed' ? <ErrorState error={attempt.error} /> : null}
          <ProviderFields
            form={form}
            faults={read.ok || attempt.state === 'idle' ? null : read.faults}
            onChange={(change) => setForm((before) => ({ ...before, ...change }))}
          />
        </form>
      </Dialog>
    </>
  )
}
