import type { Hub } from '@headwater/core'
import { Button, HubProvider } from '@headwater/react'
import type { SupabaseClient } from '@supabase/supabase-js'
import { LogOut } from 'lucide-react'
import { DataHubPage } from './data-hub-page.tsx'
import type { Credentials } from './settings.ts'
import { SignIn } from './sign-in.tsx'
import { useSession } from './use-session.ts'

interface PortalProps {
  supabase: SupabaseClient
  hub: Hub
  /** An account that anybody may look at. */
  sample: Credentials | null
}

/** The reference app: signs people in and gives them the data hub. */
export function Portal({ supabase, hub, sample }: PortalProps) {
  const session = useSession(supabase)
  return (
    <HubProvider hub={hub} className="portal">
      {session === null ? <SignIn supabase={supabase} sample={sample} /> : null}
      {session ? (
        <>
          <header className="portal-header">
            <span className="portal-brand">Headwater</span>
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
          <DataHubPage />
        </>
      ) : null}
    </HubProvider>
  )
}
