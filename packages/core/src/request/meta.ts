/** Why the newest data could not be had, beside older data that is shown in its place. */
export interface RequestFailure {
  /** The error's stable code, such as `TIMEOUT`. */
  code: string
  /** A sentence for people. */
  message: string
}

/** Where a result comes from and how old it is. */
export interface RequestMeta {
  /** `network`: this call fetched it. `cache`: it was fetched before, and counts as recent. `stale`: older data, because fetching failed. */
  source: 'network' | 'cache' | 'stale'
  /** When the server answered, ISO 8601. */
  fetchedAt: string
  /** The moment that the oldest part of the data stands for, by this machine's clock. Absent where it is `fetchedAt`. */
  asOf?: string
  /** What is odd about the data, in sentences. */
  warnings: readonly string[]
  /** Tries that it took. */
  attempts: number
  /** From the first try to the answer, in milliseconds. */
  durationMs: number
  /** Why this is not the newest data. Absent where it is. */
  failure?: RequestFailure
}

/** Data with its {@link RequestMeta}. */
export interface Fetched<Data> {
  data: Data
  meta: RequestMeta
}
