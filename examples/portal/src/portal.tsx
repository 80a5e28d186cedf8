import type { Hub } from '@headwater/core'
import type { Dashboards } from '@headwater/core/dashboards'
import { Button, HubProvider, ImportNotices } from '@headwater/react'
import type { SupabaseClient } from '@supabase/supabase-js'
import { LogOut } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { DataHubPage } from './data-hub-page.tsx'
import type { Credentials } from './settings.ts'
import { SignIn } from './sign-in.tsx'
import { usePlace, type Page } from './use-location.ts'
import { useSession } from './use-session.ts'

// A page that is not looked at is not loaded.
const DashboardsPage = lazy(() => import('./dashboards-page.tsx'))

const pages: readonly [Page, string][] = [
  ['data-hub', 'Data hub'],
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
}

/** The reference app: signs people in and gives them the data hub and the dashboards. */
export function Portal({ supabase, hub, dashboards, sample, emulatorUrl }: PortalProps) {
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
                  onClick={() => go({ page: value })}
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
                Sign out
              </Button>
            </span>
          </header>
          {page === 'dashboards' ? (
            <Suspense fallback={<main className="portal-page" aria-busy />}>
              <DashboardsPage dashboards={dashboards} emulatorUrl={emulatorUrl} />
            </Suspense>
          ) : (
            <DataHubPage />
          )}
          <ImportNotices onOpen={() => go({ page: 'data-hub', tab: 'jobs' })} />
        </>
      ) : null}
    </HubProvider>
  )
}
