import type postgres from 'postgres'
import type { Caller } from '../caller.ts'
import type { Transaction } from '../database.ts'
import type { CredentialBox } from './credentials.ts'
import type { VendorSettings } from './vendor.ts'

/** What the campaigns' APIs are made of. */
export interface CampaignApiOptions {
  sql: postgres.Sql
  readCaller: (authorization: string | undefined) => Promise<Caller>
  /** Origins that browsers may call from. */
  allowedOrigins: readonly string[]
  /** The most requests of one user in a minute. */
  requestsPerMinute: number
  credentials: CredentialBox
  vendors: VendorSettings
}

/** What a handler works with. */
export interface RequestContext {
  /** A transaction that acts as the caller. */
  sql: Transaction
  caller: Caller
  options: CampaignApiOptions
  /** The parsed JSON body, or undefined. */
  body: unknown
  url: URL
}

/** What a handler answers: the data, and the status when it isn't 200. */
export interface Answer {
  data: unknown
  status?: 200 | 201
  /** Members beside `request_id`. */
  meta?: Readonly<Record<string, unknown>>
}

/** Answers one route inside the request's transaction. */
export type Handler = (context: RequestContext, id: string) => Promise<Answer>

/** A route: method, path below the function, handler. A POST that only `reads` keeps no answer for its idempotency key. */
export type Route = readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, Handler, 'reads'?]
