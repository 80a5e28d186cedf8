/** Where a result comes from and how old it is. */
export interface RequestMeta {
  /** `network` when this call fetched it, `cache` when it was fetched before. */
  source: 'network' | 'cache'
  /** When the server answered, ISO 8601. */
  fetchedAt: string
  /** What is odd about the data, in sentences. */
  warnings: readonly string[]
  /** Tries that it took. */
  attempts: number
  /** From the first try to the answer, in milliseconds. */
  durationMs: number
}

/** Data with its {@link RequestMeta}. */
export interface Fetched<Data> {
  data: Data
  meta: RequestMeta
}
