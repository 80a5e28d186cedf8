import type postgres from 'postgres'
import type { Caller } from '../_shared/caller.ts'
import type { Transaction } from '../_shared/database.ts'

/** What the app is made of. */
export interface DataHubApiOptions {
  sql: postgres.Sql
  readCaller: (authorization: string | undefined) => Promise<Caller>
  /** Origins that browsers may call from. */
  allowedOrigins: readonly string[]
  /** The most requests of one user in a minute. */
  requestsPerMinute: number
  /** The largest file that an import takes, in bytes. */
  maxImportBytes: number
}

/** What a handler works with. */
export interface RequestContext {
  /** A transaction that acts as the caller. */
  sql: Transaction
  caller: Caller
  options: DataHubApiOptions
  /** The parsed JSON body, or undefined. */
  body: unknown
  url: URL
}

/** What a handler answers: the data, and the status when it isn't 200. */
export interface Answer {
  data: unknown
  status?: 200 | 201
}

/** Answers one route inside the request's transaction. */
export type Handler = (context: RequestContext, id: string) => Promise<Answer>
