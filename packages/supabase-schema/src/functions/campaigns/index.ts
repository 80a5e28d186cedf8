import { createApiApp, type ApiMount } from '../runtime/api-app.ts'
import { readApiOptions } from '../runtime/api-options.ts'
import { connectDatabase } from '../runtime/database.ts'
import { readNumber, readSecretKeys, requireVariable, type Environment } from '../runtime/environment.ts'
import type { FunctionServer } from '../runtime/function-server.ts'
import type { CampaignApiOptions } from './context.ts'
import { createCredentialBox } from './credentials.ts'
import { createMessageWorker } from './message-worker/app.ts'
import { createMessagingWebhooks } from './messaging-webhooks/app.ts'
import { campaignApiDocument, campaignsDocument } from './openapi.ts'
import { campaignApiRoutes, campaignsRoutes } from './routes.ts'
import { readVendorSettings } from './vendor.ts'

function mountApi(
  env: Environment,
  mount: Omit<ApiMount<CampaignApiOptions>, 'maxBodyMegabytes'>,
): FunctionServer {
  const options = {
    ...readApiOptions(env),
    credentials: createCredentialBox(env['HEADWATER_CREDENTIAL_KEYS']),
    vendors: readVendorSettings(env),
  }
  return createApiApp(options, { ...mount, maxBodyMegabytes: 1 })
}

/** The function `campaign-api`. @throws Error where a variable that it needs is not set */
export function campaignApi(env: Environment): FunctionServer {
  return mountApi(env, { name: 'campaign-api', routes: campaignApiRoutes, openApi: campaignApiDocument })
}

/** The function `campaigns`: the same handlers under the lead platform's paths. @throws Error where a variable that it needs is not set */
export function campaigns(env: Environment): FunctionServer {
  return mountApi(env, { name: 'campaigns', routes: campaignsRoutes, openApi: campaignsDocument })
}

/** The function `message-worker`: a slice of a campaign's messages a call. @throws Error where a variable that it needs is not set */
export function messageWorker(env: Environment): FunctionServer {
  const vendors = readVendorSettings(env)
  return createMessageWorker({
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    secretKeys: readSecretKeys(env),
    credentials: createCredentialBox(env['HEADWATER_CREDENTIAL_KEYS']),
    vendors,
    sliceMs: readNumber(env, 'HEADWATER_SEND_SLICE_MS', 30_000),
    cpuBudgetMs: readNumber(env, 'HEADWATER_SLICE_CPU_MS', 1500),
    visibilitySeconds: readNumber(env, 'HEADWATER_SEND_VISIBILITY_SECONDS', 20),
    batchMessages: readNumber(env, 'HEADWATER_SEND_BATCH', 100),
    concurrency: readNumber(env, 'HEADWATER_SEND_CONCURRENCY', 64),
    // Nobody is asked about a request that may still be under way.
    doubtSeconds: Math.max(readNumber(env, 'HEADWATER_DOUBT_SECONDS', 60), vendors.timeoutMs / 1000 + 1),
    giveUpSeconds: readNumber(env, 'HEADWATER_DOUBT_GIVE_UP_SECONDS', 3600),
  })
}

/** The function `messaging-webhooks`: what vendors report about messages. @throws Error where a variable that it needs is not set */
export function messagingWebhooks(env: Environment): FunctionServer {
  return createMessagingWebhooks({
    sql: connectDatabase(requireVariable(env, 'SUPABASE_DB_URL')),
    credentials: createCredentialBox(env['HEADWATER_CREDENTIAL_KEYS']),
    vendors: readVendorSettings(env),
  })
}

export type { Environment } from '../runtime/environment.ts'
export type { FunctionServer } from '../runtime/function-server.ts'
