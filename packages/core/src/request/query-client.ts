import { QueryClient } from '@tanstack/query-core'

/** Makes the one cache of a hub. Its queries never retry by themselves: the request policies do. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
