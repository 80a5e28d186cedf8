import { createCampaigns } from '@headwater/core/campaigns'
import { Button, SelectField, useHub } from '@headwater/react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SmsEmulator } from './settings.ts'

/** What the emulated carrier can be made to do. */
const faults = {
  none: { label: 'works', change: { outage: 'none', undelivered: { 30003: 0.03, 30005: 0.02 } } },
  outage: { label: 'is down', change: { outage: 'error' } },
  losses: {
    label: 'loses a third of the messages',
    change: { outage: 'none', undelivered: { 30003: 0.2, 30005: 0.13 } },
  },
} as const

type Fault = keyof typeof faults

function isFault(text: string): text is Fault {
  return text in faults
}

/** Connects the emulated Twilio, and makes it fail, to see what campaigns do. The demo alone has one; nobody gets a message. */
export function SmsEmulatorPanel({ emulator }: { emulator: SmsEmulator }) {
  const hub = useHub()
  const [{ providers }] = useState(() => createCampaigns(hub))
  const { data: accounts } = useQuery(providers.queries.list(), hub.queryClient)
  const [fault, setFault] = useState<Fault>('none')
  const [connecting, setConnecting] = useState<'no' | 'busy' | 'failed'>('no')
  const { accountSid, authToken, controlUrl } = emulator
  const isConnected = accounts?.data.some(({ config }) => config['account_sid'] === accountSid) ?? true

  async function choose(next: Fault): Promise<void> {
    setFault(next)
    await fetch(controlUrl, { method: 'PUT', body: JSON.stringify(faults[next].change) })
  }
  async function connect(): Promise<void> {
    setConnecting('busy')
    await providers.create({
      kind: 'twilio',
      name: 'Emulated Twilio',
      config: { account_sid: accountSid, from: '+15005550006' },
      credentials: { auth_token: authToken },
      segments_per_second: 50,
      price_micros: 7900,
    })
    setConnecting('no')
  }
  return (
    <div className="portal-emulator hub-row">
      <span>Messages go to an emulator of Twilio and to no phone. It now</span>
      <SelectField
        label="Emulated carrier"
        hideLabel
        value={fault}
        onChange={({ target }) => {
          if (isFault(target.value)) choose(target.value).catch(() => setFault('none'))
        }}
      >
        {Object.entries(faults).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      {isConnected ? null : (
        <Button
          busy={connecting === 'busy'}
          onClick={() => void connect().catch(() => setConnecting('failed'))}
        >
          {connecting === 'failed' ? 'Couldn’t connect it. Try again' : 'Connect the emulator'}
        </Button>
      )}
    </div>
  )
}
