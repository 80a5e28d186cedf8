import { createApiApp, type ApiMount } from '../api-app.ts'
import { apiOptionsOfEnv } from '../api-options.ts'
import type { CampaignApiOptions } from './context.ts'
import { createCredentialBox } from './credentials.ts'
import { vendorSettingsOf } from './vendor.ts'

/** Serves a mount of the campaigns' routes with the environment's settings. */
export function serveApi(mount: Omit<ApiMount<CampaignApiOptions>, 'maxBodyMegabytes'>): void {
  const options = {
    ...apiOptionsOfEnv(),
    credentials: createCredentialBox(Deno.env.get('HEADWATER_CREDENTIAL_KEYS')),
    vendors: vendorSettingsOf((name) => Deno.env.get(name)),
  }
  Deno.serve(createApiApp(options, { ...mount, maxBodyMegabytes: 1 }).fetch)
}
