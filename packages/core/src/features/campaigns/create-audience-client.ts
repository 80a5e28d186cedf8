import * as z from 'zod/mini'
import {
  audienceSegmentSchema,
  recipientPageSchema,
  type AudienceSegment,
  type CreateSegment,
  type RecipientQuery,
  type UpdateSegment,
} from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import type { HubContext } from '../hub-context.ts'
import { audienceKeys } from './campaign-keys.ts'
import { deletedSchema, searchOf, STALE_MS, type CampaignTransport } from './campaign-transport.ts'

/** Makes the client of audiences and saved segments. */
export function createAudienceClient({ queryClient }: HubContext, calls: CampaignTransport) {
  const queries = {
    recipients: (query: RecipientQuery) =>
      queryOptionsOf(audienceKeys.recipients(query), STALE_MS, (signal) =>
        calls.ask('/recipients', query, recipientPageSchema, signal),
      ),
    segments: (dataModelId?: string) =>
      queryOptionsOf(audienceKeys.segments(dataModelId), STALE_MS, (signal) =>
        calls.get(
          `/segments${searchOf({ data_model_id: dataModelId })}`,
          z.array(audienceSegmentSchema),
          signal,
        ),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: [...audienceKeys.all, 'segments'] })
  return {
    keys: audienceKeys,
    queries,
    /** Counts an audience and gives a page or a sample of it. @throws HubApiError VALIDATION_FAILED: a rule doesn't fit the model */
    recipients: (query: RecipientQuery) => cachedRead(queryClient, queries.recipients(query)),
    /** Lists the agency's saved segments, of one model or of all. */
    listSegments: (dataModelId?: string) => cachedRead(queryClient, queries.segments(dataModelId)),
    /** Keeps criteria under a name. @throws HubApiError NOT_UNIQUE: the model has a segment of this name */
    async createSegment(input: CreateSegment): Promise<AudienceSegment> {
      const segment = await calls.write('POST', '/segments', audienceSegmentSchema, input)
      await refresh()
      return segment
    },
    async updateSegment(id: string, change: UpdateSegment): Promise<AudienceSegment> {
      const segment = await calls.write('PUT', `/segments/${id}`, audienceSegmentSchema, change)
      await refresh()
      return segment
    },
    async removeSegment(id: string): Promise<void> {
      await calls.write('DELETE', `/segments/${id}`, deletedSchema)
      await refresh()
    },
  }
}

/** The client of audiences. */
export type AudienceClient = ReturnType<typeof createAudienceClient>
