import { SelectField } from '@headwater/react'
import { useState } from 'react'

/** What the emulated vendor can be made to do. The first workspaces of the emulator have the ids 101 and on. */
const faults = {
  none: { label: 'works', change: {} },
  three: {
    label: 'fails for 3 workspaces',
    change: { workspaces: { 101: { outage: 'error' }, 102: { outage: 'error' }, 103: { outage: 'error' } } },
  },
  outage: { label: 'answers every request with an error', change: { outage: 'error' } },
  hang: { label: 'never answers', change: { outage: 'hang' } },
  malformed: { label: 'answers with broken JSON', change: { malformedJson: true } },
} as const

type Fault = keyof typeof faults

function isFault(text: string): text is Fault {
  return text in faults
}

/** Makes the emulated Email Bison fail, to see what the dashboards do. The demo alone has one. */
export function EmulatorPanel({ url }: { url: string }) {
  const [fault, setFault] = useState<Fault>('none')
  async function choose(next: Fault): Promise<void> {
    setFault(next)
    await fetch(`${url}/heal`, { method: 'POST' })
    await fetch(`${url}/faults`, { method: 'PUT', body: JSON.stringify(faults[next].change) })
  }
  return (
    <div className="portal-emulator hub-row">
      <span>The figures come from an emulator of Email Bison, which now</span>
      <SelectField
        label="Emulated vendor"
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
    </div>
  )
}
