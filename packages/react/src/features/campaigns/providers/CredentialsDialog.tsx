import type { MessageProvider } from '@headwater/core/campaigns'
import { useState } from 'react'
import { TextField } from '../../../ui/index.ts'
import { ActionDialog } from '../ActionDialog.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Takes new credentials of a Twilio account in place of the old ones. */
export function CredentialsDialog({ provider, onClose }: { provider: MessageProvider; onClose(): void }) {
  const copy = useCampaignsCopy()
  const { providers } = useCampaignsClient()
  const [token, setToken] = useState('')
  return (
    <ActionDialog
      title={copy.replaceCredentialsTitle(provider.name)}
      description={copy.connectProviderDescription}
      confirmLabel={copy.replaceCredentialsNow}
      variant="primary"
      onClose={onClose}
      run={() => providers.update(provider.id, { credentials: { auth_token: token.trim() } })}
    >
      <TextField
        label={copy.authToken}
        type="password"
        autoComplete="off"
        value={token}
        onChange={({ target }) => setToken(target.value)}
      />
    </ActionDialog>
  )
}
