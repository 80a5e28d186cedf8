import type { Hub } from '@headwater/core'
import type { Dashboards } from '@headwater/core/dashboards'
import { Button, HubProvider, ImportNotices } from '@headwater/react'
import type { SupabaseClient } from '@supabase/supabase-js'
import { LogOut } from 'lucide-react'
import { DataHubPage } from './data-hub-page.tsx'
import { campaignsPage, dashboardsPage } from './lazy-pages.ts'
import type { Credentials, SmsEmulator } from './settings.ts'
import { SignIn } from './sign-in.tsx'
import { usePlace, type Page } from './use-location.ts'
import { useSession } from './use-session.ts'

const pages: readonly [Page, string][] = [
  ['data-hub', 'Data hub'],
  ['campaigns', 'Campaigns'],
  ['dashboards', 'Dashboards'],
]

interface PortalProps {
  supabase: SupabaseClient
  hub: Hub
  dashboards: Dashboards
  /** An account that anybody may look at. */
  sample: Credentials | null
  /** Where the emulated vendor is made to fail, on the demo alone. */
  emulatorUrl: string | null
  /** The emulated carrier, on the demo alone. */
  smsEmulator: SmsEmulator | null
}

/** The reference app: signs people in and gives them the data hub, the campaigns and the dashboards. */
export function Portal(props: PortalProps) {
  const { supabase, hub, dashboards, sample, emulatorUrl, smsEmulator } = props
  const session = useSession(supabase)
  const [{ page }, go] = usePlace()
  return (
    <HubProvider hub={hub} className="portal">
      {session === null ? <SignIn supabase={supabase} sample={sample} /> : null}
      {session ? (
        <>
          <header className="portal-header">
            <span className="portal-brand">Headwater</span>
            <nav className="portal-nav" aria-label="Pages">
              {pages.map(([value, label]) => (
                <button
                  key={value}
                  type="button"
                  aria-current={page === value ? 'page' : undefined}
                  onClick={() => go({ page: value, campaignId: null, step: null })}
                >
                  {label}
                </button>
              ))}
            </nav>
            <span className="hub-row portal-user">
              <span className="hub-muted hub-truncate">{session.user.email}</span>
              <Button
                variant="ghost"
                icon={<LogOut className="hub-icon" aria-hidden />}
                onClick={() => void supabase.auth.signOut()}
              >
                <span className="portal-sign-out">Sign out</span>
              </Button>
            </span>
          </header>
          {page === 'dashboards' ? (
            <dashboardsPage.Page dashboards={dashboards} emulatorUrl={emulatorUrl} />
          ) : page === 'campaigns' ? (
            <campaignsPage.Page emulator={smsEmulator} />
          ) : (
            <DataHubPage />
          )}
          <ImportNotices onOpen={() => go({ page: 'data-hub', tab: 'jobs' })} />
        </>
      ) : null}
    </HubProvider>
  )
}
