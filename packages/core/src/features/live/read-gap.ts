import type { QueryClient, QueryKey } from '@tanstack/query-core'

/**
 * Reads again what may have changed before a channel was joined. A request that is under way may have been answered before the join too: it is made
 * again once it has ended. Resolves when what is watched is up to date, whether or not its requests succeeded.
 */
export async function readGap(queryClient: QueryClient, queryKeys: readonly QueryKey[]): Promise<void> {
  const underWay = queryKeys
    .flatMap((queryKey) =>
      queryClient.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching', type: 'active' }),
    )
    .flatMap((query) => query.promise ?? [])
  await Promise.allSettled(underWay)
  await Promise.all(queryKeys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}
