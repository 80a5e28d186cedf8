import { createHub } from '@headwater/core'
import { createDashboards } from '@headwater/core/dashboards'
import { Callout, ThemeRoot } from '@headwater/react'
import { createClient } from '@supabase/supabase-js'
import { useEffect, useState } from 'react'
import { Portal } from './portal.tsx'
import { readAhead } from './read-ahead.ts'
import { readSettings, type Settings } from './settings.ts'

function connect({ url, publishableKey, sample, emulatorUrl, smsEmulator }: Settings) {
  const supabase = createClient(url, publishableKey)
  const hub = createHub({ supabase })
  const dashboards = createDashboards(hub)
  readAhead({ supabase, dashboards })
  return { supabase, hub, dashboards, sample, emulatorUrl, smsEmulator }
}

/** What the portal works with, null where no project is set. */
type Connection = ReturnType<typeof connect> | null

/** Connects to the project, or says what is missing. */
export function App() {
  const [connection, setConnection] = useState<Connection | undefined>(undefined)
  useEffect(() => {
    void readSettings().then((settings) => setConnection(settings ? connect(settings) : null))
  }, [])
  if (connection === undefined) return null
  if (connection) return <Portal {...connection} />
  return (
    <ThemeRoot className="portal-center">
      <Callout tone="warning" title="No Supabase project is set">
        <p>Set VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY, then build the portal again.</p>
      </Callout>
    </ThemeRoot>
  )
}
