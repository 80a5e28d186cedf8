import {
  suppressionPageSchema,
  suppressionsAddedSchema,
  type CreateSuppressions,
  type SuppressionQuery,
} from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import type { HubContext } from '../hub-context.ts'
import { suppressionKeys } from './campaign-keys.ts'
import { deletedSchema, searchOf, STALE_MS, type CampaignTransport } from './campaign-transport.ts'

/** Makes the client of suppressions: addresses that get nothing. */
export function createSuppressionsClient({ queryClient }: HubContext, calls: CampaignTransport) {
  const queries = {
    list: (query: SuppressionQuery = {}) =>
      queryOptionsOf(suppressionKeys.list(query), STALE_MS, (signal) =>
        calls.get(`/suppressions${searchOf(query)}`, suppressionPageSchema, signal),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: suppressionKeys.all })
  return {
    keys: suppressionKeys,
    queries,
    /** Lists suppressions, newest first. */
    list: (query: SuppressionQuery = {}) => cachedRead(queryClient, queries.list(query)),
    /** Suppresses up to 1,000 addresses; known ones stay as they are. */
    async add(input: CreateSuppressions): Promise<{ added: number; known: number }> {
      const result = await calls.write('POST', '/suppressions', suppressionsAddedSchema, input)
      await refresh()
      return result
    },
    /** Lifts one that a person made by hand. @throws HubApiError FORBIDDEN: the recipient opted out, which only they take back */
    async remove(id: string): Promise<void> {
      await calls.write('DELETE', `/suppressions/${id}`, deletedSchema)
      await refresh()
    },
  }
}

/** The client of suppressions. */
export type SuppressionsClient = ReturnType<typeof createSuppressionsClient>
