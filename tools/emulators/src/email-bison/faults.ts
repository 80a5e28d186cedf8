import type { Latency } from '../latency.ts'

/** What goes wrong, for every request or for those of single workspaces. */
export interface BisonFaults {
  /** `none`; every request answered with 500; the connection cut; or never answered. @default 'none' */
  outage: 'none' | 'error' | 'disconnect' | 'hang'
  /** The share of requests that are answered with 500, from 0 to 1. @default 0 */
  errorRate: number
  /** Answers 200 with a body that is not JSON. @default false */
  malformedJson: boolean
  /** Sends numbers as text, as some endpoints of the real one do. @default false */
  stringNumbers: boolean
  /** Answers so many requests with 429. @default 0 */
  tooManyRequests: number
  /** The Retry-After of a 429, in seconds. @default 1 */
  retryAfterSeconds: number
  /** How far the server's clock, its Date header, is from the true one, in milliseconds. @default 0 */
  clockSkewMs: number
  latency: Latency
}

/** Faults that a single workspace may have. */
export type WorkspaceFaults = Partial<
  Pick<BisonFaults, 'outage' | 'errorRate' | 'malformedJson' | 'stringNumbers'>
> & {
  /** The workspace is gone from the list and answers 404. */
  removed?: boolean
}

/** A change of the emulator's behaviour: what is left out stays. */
export interface BisonControl extends Partial<BisonFaults> {
  /** Replaces the faults of these workspaces, by their ids. */
  workspaces?: Readonly<Record<number, WorkspaceFaults>>
}

/** Nothing goes wrong, and answers come at once. */
export const noFaults: BisonFaults = {
  outage: 'none',
  errorRate: 0,
  malformedJson: false,
  stringNumbers: false,
  tooManyRequests: 0,
  retryAfterSeconds: 1,
  clockSkewMs: 0,
  latency: { medianMs: 0, p95Ms: 0 },
}
