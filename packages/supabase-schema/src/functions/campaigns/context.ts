import type { ApiContext, ApiHandler, ApiOptions, ApiRoute } from '../runtime/api-app.ts'
import type { CredentialBox } from './credentials.ts'
import type { VendorSettings } from './vendor.ts'

/** What the campaigns' APIs are made of. */
export interface CampaignApiOptions extends ApiOptions {
  credentials: CredentialBox
  vendors: VendorSettings
}

/** What a handler works with. */
export type RequestContext = ApiContext<CampaignApiOptions>

/** Answers one route inside the request's transaction. */
export type Handler = ApiHandler<CampaignApiOptions>

/** A route of the campaigns' APIs. */
export type Route = ApiRoute<CampaignApiOptions>
