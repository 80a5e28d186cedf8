import type { ApiContext, ApiHandler, ApiOptions } from '../runtime/api-app.ts'

export type { Answer } from '../runtime/api-app.ts'

/** What the app is made of. */
export interface DataHubApiOptions extends ApiOptions {
  /** The largest file that an import takes, in bytes. */
  maxImportBytes: number
}

/** What a handler works with. */
export type RequestContext = ApiContext<DataHubApiOptions>

/** Answers one route inside the request's transaction. */
export type Handler = ApiHandler<DataHubApiOptions>
