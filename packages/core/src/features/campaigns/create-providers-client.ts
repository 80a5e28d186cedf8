import * as z from 'zod/mini'
import {
  messageProviderSchema,
  type CreateProvider,
  type MessageProvider,
  type UpdateProvider,
} from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import type { HubContext } from '../hub-context.ts'
import { providerKeys } from './campaign-keys.ts'
import { deletedSchema, STALE_MS, type CampaignTransport } from './campaign-transport.ts'

/** Makes the client of the accounts that messages leave by. */
export function createProvidersClient({ queryClient }: HubContext, calls: CampaignTransport) {
  const queries = {
    list: () =>
      queryOptionsOf(providerKeys.all, STALE_MS, (signal) =>
        calls.get('/providers', z.array(messageProviderSchema), signal),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: providerKeys.all })
  return {
    keys: providerKeys,
    queries,
    /** Lists the agency's accounts, without their credentials. Clients see none. */
    list: () => cachedRead(queryClient, queries.list()),
    /** Adds an account. Its credentials are written and never read back. Only admins may. */
    async create(input: CreateProvider): Promise<MessageProvider> {
      const provider = await calls.write('POST', '/providers', messageProviderSchema, input)
      await refresh()
      return provider
    },
    async update(id: string, change: UpdateProvider): Promise<MessageProvider> {
      const provider = await calls.write('PUT', `/providers/${id}`, messageProviderSchema, change)
      await refresh()
      return provider
    },
    /** Removes an account. @throws HubApiError PROVIDER_IN_USE */
    async remove(id: string): Promise<void> {
      await calls.write('DELETE', `/providers/${id}`, deletedSchema)
      await refresh()
    },
    /** Seals the credentials with the newest key, after the project got one. */
    reseal: (id: string): Promise<MessageProvider> =>
      calls.write('POST', `/providers/${id}/reseal`, messageProviderSchema, {}),
  }
}

/** The client of accounts. */
export type ProvidersClient = ReturnType<typeof createProvidersClient>
